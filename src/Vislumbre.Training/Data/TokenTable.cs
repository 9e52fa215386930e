using System.Text.RegularExpressions;
using TorchSharp;
using Vislumbre.Encoding;
using static TorchSharp.torch;

namespace Vislumbre.Training.Data;

/// <summary>The tokens of all captions.</summary>
internal sealed partial class TokenTable
{
    private readonly long[][] _ids;
    private readonly int[] _mirrored;

    public TokenTable(Tokenizer tokenizer, IReadOnlyList<string> captions)
    {
        var all = new CaptionNumbers();
        all.Of(captions);
        _mirrored = [.. captions.Select(caption => all.Of(Sides().Replace(caption, side => Opposite(side.Value))))];
        _ids = [.. all.Captions.AsParallel().AsOrdered().Select(tokenizer.EncodeCut)];
    }

    /// <summary>Whether a caption says left or right, in English or Portuguese: it is not true of its mirrored photo.</summary>
    public bool NamesASide(int caption) => _mirrored[caption] != caption;

    /// <summary>The caption with left and right exchanged: what is true of the mirrored photo; the same where it names no side.</summary>
    public int Mirrored(int caption) => _mirrored[caption];

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

    private static string Opposite(string side) => side.ToLowerInvariant() switch
    {
        "left" => "right",
        "right" => "left",
        var word when word.StartsWith("esquerd", StringComparison.Ordinal) => "direit" + word["esquerd".Length..],
        var word => "esquerd" + word["direit".Length..],
    };

    [GeneratedRegex(@"\b(left|right|esquerd[ao]s?|direit[ao]s?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sides();
}
