using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>
/// Text → token ids by byte-pair encoding (Sennrich et al. 2016), as a model's <c>tokenizer.json</c> says: CLIP's byte-level kind,
/// and the kind with byte fall-back that SigLIP 2 uses. Thread-safe.
/// </summary>
public sealed class Tokenizer
{
    private readonly TokenizerFile _file;
    private readonly TokenizerRecipe _recipe;
    private readonly BytePairMerger _merger;

    private Tokenizer(TokenizerFile file, TokenizerRecipe recipe)
    {
        _file = file;
        _recipe = recipe;
        _merger = new BytePairMerger(file);
    }

    /// <summary>Opens a model's tokenizer.</summary>
    /// <exception cref="ModelException">Its files are missing, broken, or of a kind that is not known.</exception>
    public static Tokenizer Open(TokenizerRecipe recipe) => new(
        recipe.File is { } file ? TokenizerFile.Read(file) : TokenizerFile.ReadClip(recipe.Vocabulary!, recipe.Merges!), recipe);

    /// <summary>The ids of a text, start and end included, however long: cut them with <see cref="EncodeCut"/>.</summary>
    public IReadOnlyList<int> Encode(string text)
    {
        var ids = new List<int>(_file.Prefix);
        // A lone half of a surrogate pair is no text; what stands for it is the replacement character.
        text = Wellformed(text);
        if (_recipe.Canonicalize) text = Canonical(text);
        foreach (var (piece, special) in _file.SplitSpecial(text))
        {
            if (special is { } id)
            {
                ids.Add(id);
                continue;
            }

            foreach (var word in _file.Split(_file.Normalize(piece))) _merger.Encode(word, ids);
        }

        ids.AddRange(_file.Suffix);
        return ids;
    }

    /// <summary>The ids of a text as the model takes them: at most the context length, the end token last.</summary>
    /// <remarks>A longer text is cut before the end token. A tower that sees its padding gets it.</remarks>
    public long[] EncodeCut(string text)
    {
        var ids = Encode(text);
        var length = Math.Min(ids.Count, _recipe.ContextLength);
        var result = new long[_recipe.PadToContext ? _recipe.ContextLength : length];
        Array.Fill(result, _recipe.PaddingId);
        for (var i = 0; i < length; i++) result[i] = ids[i];
        var suffix = _file.Suffix.Count;
        if (ids.Count > length)
        {
            for (var i = 0; i < suffix; i++) result[length - suffix + i] = _file.Suffix[i];
        }

        return result;
    }

    /// <summary>The id that ends a text: it pads texts of a batch, where what comes after the end is never read.</summary>
    internal long PaddingId => _recipe.PadToContext || _file.Suffix.Count == 0 ? _recipe.PaddingId : _file.Suffix[^1];

    private static string Wellformed(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return text;
        return string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
    }

    // open_clip's "canonicalize": underscores are blanks, punctuation goes, letters are lowered, blanks are single.
    private static string Canonical(string text)
    {
        var kept = text.Replace('_', ' ').Where(c => !(char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)))).ToArray();
        return string.Join(' ', new string(kept).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
