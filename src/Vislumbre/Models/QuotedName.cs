namespace Vislumbre.Models;

/// <summary>Quotes a name that came out of a file nobody vouches for.</summary>
internal static class QuotedName
{
    private const int Longest = 120;

    /// <summary>The name in quotation marks, cut where it is too long to read and without control characters, since messages
    /// end on terminals, which obey them.</summary>
    public static string Of(string name)
    {
        var cut = name.Length <= Longest ? name : string.Concat(name.AsSpan(0, Longest), "…");
        return "'" + string.Concat(cut.Select(character => char.IsControl(character) ? '?' : character)) + "'";
    }
}
