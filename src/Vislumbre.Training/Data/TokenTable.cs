using System.Text.RegularExpressions;
using TorchSharp;
using Vislumbre.Encoding;
using static TorchSharp.torch;

namespace Vislumbre.Training.Data;

/// <summary>The tokens of all captions.</summary>
internal sealed partial class TokenTable
{
    private readonly long[][] _ids;
    private readonly bool[] _namesASide;

    public TokenTable(Tokenizer tokenizer, IReadOnlyList<string> captions)
    {
        _ids = [.. captions.AsParallel().AsOrdered().Select(tokenizer.EncodeCut)];
        _namesASide = [.. captions.Select(caption => Sides().IsMatch(caption))];
    }

    /// <summary>Whether a caption says left or right, in English or Portuguese: its photo must not be mirrored.</summary>
    public bool NamesASide(int caption) => _namesASide[caption];

    /// <summary>Tokens of captions as a rectangle, and the places of their ends.</summary>
    public (Tensor Ids, Tensor Ends) Batch(IReadOnlyList<int> captions)
    {
        var length = captions.Max(caption => _ids[caption].Length);
        var (ids, ends) = (new long[captions.Count * length], new long[captions.Count]);
        for (var i = 0; i < captions.Count; i++)
        {
            var text = _ids[captions[i]];
            text.CopyTo(ids, i * length);
            // Repeating the end token is what padding does in use, too.
            Array.Fill(ids, text[^1], i * length + text.Length, length - text.Length);
            ends[i] = text.Length - 1;
        }

        return (tensor(ids, [captions.Count, length]), tensor(ends));
    }

    [GeneratedRegex(@"\b(left|right|esquerd[ao]s?|direit[ao]s?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sides();
}
