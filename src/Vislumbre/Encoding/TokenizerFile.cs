using System.Text.Json;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>What a tokenizer's files say: vocabulary, merges, and how texts are normalised, cut and framed.</summary>
internal sealed class TokenizerFile
{
    private readonly Func<string, string> _normalize;
    private readonly Func<string, IEnumerable<string>> _split;
    private readonly (string Text, int Id)[] _specials;

    private TokenizerFile(Func<string, string> normalize, Func<string, IEnumerable<string>> split, (string Text, int Id)[] specials)
    {
        _normalize = normalize;
        _split = split;
        _specials = specials;
    }

    /// <summary>Token → id.</summary>
    public required IReadOnlyDictionary<string, int> Vocabulary { get; init; }

    /// <summary>Pair of symbols → rank; the lowest merges first.</summary>
    public required IReadOnlyDictionary<(string First, string Second), int> Ranks { get; init; }

    /// <summary>What marks a word's last symbol.</summary>
    public string WordEnd { get; init; } = "";

    /// <summary>Whether a symbol that is not in the vocabulary is spelled as its bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>The id of what cannot be spelled.</summary>
    public int? Unknown { get; init; }

    /// <summary>The ids before every text.</summary>
    public IReadOnlyList<int> Prefix { get; init; } = [];

    /// <summary>The ids after every text.</summary>
    public IReadOnlyList<int> Suffix { get; init; } = [];

    public string Normalize(string text) => _normalize(text);

    public IEnumerable<string> Split(string text) => _split(text);

    /// <summary>Cuts out the special tokens that a text spells.</summary>
    public IEnumerable<(string Text, int? Special)> SplitSpecial(string text)
    {
        var from = 0;
        while (true)
        {
            var next = _specials.Select(special => (At: text.IndexOf(special.Text, from, StringComparison.Ordinal), special.Text, special.Id))
                .Where(found => found.At >= 0).OrderBy(found => found.At).ThenByDescending(found => found.Text.Length).FirstOrDefault((At: -1, Text: "", Id: 0));
            if (next.At < 0) break;
            if (next.At > from) yield return (text[from..next.At], null);
            yield return ("", next.Id);
            from = next.At + next.Text.Length;
        }

        if (from < text.Length) yield return (text[from..], null);
    }

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <exception cref="ModelException">It is broken, or of a kind that is not known.</exception>
    public static TokenizerFile Read(string path) => Guard(path, () => ReadWhole(path));

    /// <summary>Reads CLIP's older pair, <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    /// <exception cref="ModelException">One of them is broken.</exception>
    public static TokenizerFile ReadClip(string vocabularyPath, string mergesPath) => Guard(vocabularyPath, () => ReadPair(vocabularyPath, mergesPath));

    // What a file's JSON lacks, or holds in another shape, comes as one of these.
    private static TokenizerFile Guard(string path, Func<TokenizerFile> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new ModelException(Language.Say($"{path} is not a tokenizer that can be read: {e.Message}", $"{path} não é um tokenizador que se possa ler: {e.Message}"), e);
        }
    }

    private static TokenizerFile ReadWhole(string path)
    {
        using var document = JsonFile.Read(path);
        var root = document.RootElement;
        var model = root.Child("model");
        if ((model.Text("type") ?? "BPE") != "BPE" || model.Child("vocab").ValueKind != JsonValueKind.Object)
            throw Unknownkind(path, "model", model.Text("type"));

        var vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32(), StringComparer.Ordinal);
        var specials = new List<(string, int)>();
        if (root.TryGetProperty("added_tokens", out var added) && added.ValueKind == JsonValueKind.Array)
        {
            foreach (var token in added.EnumerateArray())
            {
                if (token.Text("content") is not { Length: > 0 } content || token.Number("id") is not { } id) continue;
                vocabulary.TryAdd(content, id);
                if (token.Flag("special") == true) specials.Add((content, id));
            }
        }

        var (prefix, suffix) = TokenizerFrame.Read(root.Child("post_processor"), vocabulary, path);
        return new TokenizerFile(TokenizerSteps.Normalizer(root.Child("normalizer"), path), TokenizerSteps.Splitter(root.Child("pre_tokenizer"), path), [.. specials])
        {
            Vocabulary = vocabulary,
            Ranks = Merges(model, path),
            WordEnd = model.Text("end_of_word_suffix") ?? "",
            ByteFallback = model.Flag("byte_fallback") ?? false,
            Unknown = model.Text("unk_token") is { } unknown && vocabulary.TryGetValue(unknown, out var id2) ? id2 : null,
            Prefix = prefix,
            Suffix = suffix,
        };
    }

    private static TokenizerFile ReadPair(string vocabularyPath, string mergesPath)
    {
        using var document = JsonFile.Read(vocabularyPath);
        var vocabulary = document.RootElement.EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32(), StringComparer.Ordinal);
        var ranks = new Dictionary<(string, string), int>();
        foreach (var line in File.ReadLines(mergesPath))
        {
            if (line.StartsWith("#version", StringComparison.Ordinal) || line.Length == 0) continue;
            if (Pair(line) is not { } pair)
                throw new ModelException(Language.Say($"{mergesPath}: \"{line}\" is not two symbols with a blank between.", $"{mergesPath}: \"{line}\" não são dois símbolos separados por um espaço."));
            ranks.TryAdd(pair, ranks.Count);
        }

        const string Start = "<|startoftext|>", End = "<|endoftext|>";
        if (!vocabulary.TryGetValue(Start, out var start) || !vocabulary.TryGetValue(End, out var end))
            throw new ModelException(Language.Say($"{vocabularyPath} lacks {Start} or {End}.", $"Em {vocabularyPath} falta {Start} ou {End}."));
        return new TokenizerFile(TokenizerSteps.ClipNormalize, text => ClipWords.Split(text).Select(ByteAlphabet.Spell), [(Start, start), (End, end)])
        {
            Vocabulary = vocabulary,
            Ranks = ranks,
            WordEnd = "</w>",
            Unknown = end,
            Prefix = [start],
            Suffix = [end],
        };
    }

    private static Dictionary<(string First, string Second), int> Merges(JsonElement model, string path)
    {
        var ranks = new Dictionary<(string, string), int>();
        if (!model.TryGetProperty("merges", out var merges) || merges.ValueKind != JsonValueKind.Array) throw Unknownkind(path, "merges", null);
        foreach (var merge in merges.EnumerateArray())
        {
            // Older files write "a b", newer ones ["a", "b"].
            (string, string)? pair = merge.ValueKind switch
            {
                JsonValueKind.String => Pair(merge.GetString()!),
                JsonValueKind.Array when merge.GetArrayLength() == 2 => (merge[0].GetString()!, merge[1].GetString()!),
                _ => null,
            };
            if (pair is null) throw Unknownkind(path, "merges", merge.GetRawText());
            ranks.TryAdd(pair.Value, ranks.Count);
        }

        return ranks;
    }

    private static (string, string)? Pair(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        return blank <= 0 || blank == line.Length - 1 ? null : (line[..blank], line[(blank + 1)..]);
    }

    internal static ModelException Unknownkind(string path, string part, string? kind) => new(Language.Say(
        $"{path}: {part} \"{kind}\" is not known here; byte-pair tokenizers as CLIP's and SigLIP 2's are.",
        $"{path}: {part} \"{kind}\" não é conhecido aqui; tokenizadores de pares de bytes como os do CLIP e do SigLIP 2 são."));
}
