using System.Text;

namespace Vislumbre.Catalog;

/// <summary>The words of a file's name and of the folders it lies in.</summary>
internal static class PathWords
{
    // The file and two folders: what is above is where a person's photos are, not what they are of.
    private const int Parts = 3;

    /// <summary>Words with spaces between: words written together and numbers stand apart.</summary>
    public static string Of(string path)
    {
        var words = new StringBuilder();
        foreach (var part in Path.ChangeExtension(path, null).Split('/', '\\').TakeLast(Parts))
        {
            words.Append(' ');
            for (var i = 0; i < part.Length; i++)
            {
                if (i > 0 && Begins(part[i - 1], part[i])) words.Append(' ');
                words.Append(part[i]);
            }
        }

        return words.ToString().Trim();
    }

    private static bool Begins(char before, char here) => (char.IsLower(before) && char.IsUpper(here)) || (char.IsLetter(before) && char.IsDigit(here)) || (char.IsDigit(before) && char.IsLetter(here));
}
