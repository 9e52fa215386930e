using System.Text;

namespace Vislumbre.Encoding;

/// <summary>
/// GPT-2's visible stand-ins for the 256 bytes: printable bytes stand for themselves, the others for characters from U+0100 on.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Build();

    /// <summary>The text's UTF-8 bytes as their characters.</summary>
    public static string Spell(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return string.Create(bytes.Length, bytes, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++) to[i] = Characters[from[i]];
        });
    }

    /// <summary>One byte's character.</summary>
    public static string Spell(byte value) => Characters[value].ToString();

    private static char[] Build()
    {
        var characters = new char[256];
        var next = 256;
        for (var b = 0; b < 256; b++)
        {
            var visible = b is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            characters[b] = (char)(visible ? b : next++);
        }

        return characters;
    }
}
