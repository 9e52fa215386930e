using System.Text;

namespace Vislumbre.Testing.Unsplash;

/// <summary>Descriptions as real tables have them: whatever people type.</summary>
internal static class OddTexts
{
    private static readonly string[] Texts =
    [
        "She said \"hold still\" and it did",
        "left\tmiddle\tright",
        "the first line\nthe second line\r\nthe third line",
        "\"A quote that opens and is never closed",
        "桜の木の下で 🌸🐶 カメラ",
        "cafe\u0301 at the a\u0308rea, na\u0303o \u202Eright to left\u202C, 👩‍👩‍👧‍👦",
        Long(5_000),
        "   spaces around   ",
        "\\N",
        "NULL",
        "\"quoted from end to end\"",
        "=SUM(A1:A9) <b>bold</b> & 'so on' \\ %s {0}",
        "\n",
        "zero\u200Bwidth, a bell \u0007 and \u00A0hard spaces",
        Long(70_000),
    ];

    /// <summary>How many there are before they come again.</summary>
    public static int Count => Texts.Length;

    /// <summary>One of them.</summary>
    public static string Pick(int number) => Texts[number % Texts.Length];

    private static string Long(int length)
    {
        var text = new StringBuilder();
        for (var i = 1; text.Length < length; i++)
            text.Append("In the morning of day ").Append(i).Append(" the light came over the hill, \"as ever\". ");
        return text.ToString(0, length).TrimEnd();
    }
}
