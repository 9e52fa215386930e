using System.Globalization;
using Vislumbre.Catalog;
using Vislumbre.Imaging;

namespace Vislumbre.Searching;

/// <summary>Colours by the names that people give them.</summary>
public static class ColourNames
{
    private static readonly (string English, string Portuguese)[] Pairs =
    [
        ("black", "preto"), ("white", "branco"), ("gray", "cinza"), ("silver", "prata"), ("red", "vermelho"), ("maroon", "bordô"), ("orange", "laranja"), ("brown", "marrom"), ("beige", "bege"),
        ("yellow", "amarelo"), ("gold", "dourado"), ("olive", "oliva"), ("green", "verde"), ("teal", "petróleo"), ("turquoise", "turquesa"), ("blue", "azul"), ("navy", "marinho"), ("purple", "roxo"),
        ("violet", "violeta"), ("pink", "rosa"),
    ];

    /// <summary>The names that a message lists.</summary>
    public static IEnumerable<string> Basic => Pairs.Select(pair => pair.English);

    /// <summary>The same in Portuguese.</summary>
    public static IEnumerable<string> BasicPortuguese => Pairs.Select(pair => pair.Portuguese);

    /// <summary>The names, in either language, that begin so, whatever case and accents.</summary>
    public static IEnumerable<string> Beginning(string letters)
    {
        var folded = TextPattern.Fold(letters);
        return Basic.Concat(BasicPortuguese).Where(name => TextPattern.Fold(name).StartsWith(folded, StringComparison.Ordinal));
    }

    /// <summary>The colour of a name, English or Portuguese, of CSS, or as #rrggbb; null where it is none.</summary>
    public static PhotoFilter.Colour? Find(string written)
    {
        if (written.StartsWith('#'))
            return written.Length == 7 && int.TryParse(written.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb) ? Of(written, null, rgb >> 16, rgb >> 8, rgb) : null;
        var folded = TextPattern.Fold(written);
        var name = Pairs.FirstOrDefault(pair => TextPattern.Fold(pair.Portuguese) == folded).English ?? (folded.Replace("grey", "gray", StringComparison.Ordinal));
        var known = System.Drawing.Color.FromName(name);
        return known is { IsKnownColor: true, IsSystemColor: false } ? Of(written, name, known.R, known.G, known.B) : null;
    }

    private static PhotoFilter.Colour Of(string written, string? name, int red, int green, int blue)
    {
        var (l, a, b) = OkLab.FromSrgb((byte)red, (byte)green, (byte)blue);
        return new PhotoFilter.Colour(written, name, l, a, b);
    }
}
