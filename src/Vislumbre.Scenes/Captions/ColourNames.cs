namespace Vislumbre.Scenes.Captions;

/// <summary>The colours' names.</summary>
internal static class ColourNames
{
    /// <summary>English: a lighthouse, a mushroom or a snowman is named by its stripes, its cap, its scarf as people would.</summary>
    public static string English(string subject, string colour) => subject switch
    {
        "cactus" => $"{colour}-flowered",
        "snowman" => $"{colour}-scarfed",
        "castle" => $"{colour}-roofed",
        _ => colour,
    };

    /// <summary>Portuguese: after the noun, in its gender and number.</summary>
    public static string Portuguese(string subject, string colour, bool feminine, bool many) => subject switch
    {
        "cactus" => $"de flores {Inflect(colour, feminine: true, many: true)}",
        "snowman" => $"de cachecol {Inflect(colour, feminine: false, many: false)}",
        "castle" => $"de telhados {Inflect(colour, feminine: false, many: true)}",
        _ => Inflect(colour, feminine, many),
    };

    public static string PortugueseCloth(string colour) => Inflect(colour, feminine: false, many: false);

    private static string Inflect(string colour, bool feminine, bool many) => colour switch
    {
        "red" => (feminine ? "vermelha" : "vermelho") + S(many),
        "blue" => many ? "azuis" : "azul",
        "green" => "verde" + S(many),
        "yellow" => (feminine ? "amarela" : "amarelo") + S(many),
        "white" => (feminine ? "branca" : "branco") + S(many),
        "black" => (feminine ? "preta" : "preto") + S(many),
        "brown" => many ? "marrons" : "marrom",
        "grey" => "cinza",
        "purple" => (feminine ? "roxa" : "roxo") + S(many),
        "golden" => (feminine ? "dourada" : "dourado") + S(many),
        "pink" => "cor-de-rosa",
        "orange" => "laranja",
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, null),
    };

    private static string S(bool many) => many ? "s" : "";
}
