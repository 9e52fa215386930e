using System.Globalization;

namespace Vislumbre;

/// <summary>The two languages Vislumbre speaks, English and Portuguese.</summary>
/// <remarks>
/// Both wordings of a sentence stand side by side where it is said, so neither can be forgotten and the compiler
/// checks what is put into them (docs/decisions/wording.md).
/// </remarks>
public static class Language
{
    /// <summary>Whether people are spoken to in Portuguese: the current UI culture's language.</summary>
    public static bool IsPortuguese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "pt";

    /// <summary>Gives the wording for the current UI culture.</summary>
    /// <param name="english">The sentence in English, also for every other language.</param>
    /// <param name="portuguese">The sentence in Portuguese.</param>
    public static string Say(string english, string portuguese) => IsPortuguese ? portuguese : english;

    /// <summary>The language of a tag, in small letters, without script or region: "pt" of "pt-BR" (RFC 5646).</summary>
    /// <param name="tag">The tag; an underscore may part it, too.</param>
    public static string Primary(string tag) => tag.Split('-', '_')[0].ToLowerInvariant();
}
