namespace Vislumbre.Sources;

/// <summary>Gives words to classes whose folders are called otherwise, or in another language.</summary>
public static class ClassNames
{
    /// <summary>The words for a folder's name: underscores are spaces.</summary>
    public static string OfFolder(string folder) => folder.Replace('_', ' ').Trim();

    /// <summary>Reads a table with the columns folder, name and optionally language.</summary>
    /// <param name="path">The table.</param>
    /// <param name="language">The language of the words; rows of another are passed over, rows that name none are of every language.</param>
    /// <returns>The words by the folder's name; rows without either are passed over.</returns>
    /// <exception cref="CaptionTableException">It is absent, cannot be read, or lacks the columns.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path, string language = "en")
    {
        // pt-BR asks for what is said in pt.
        var primary = Language.Primary(language);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, values) in DelimitedTable.Read(Path.GetFullPath(path), new TableColumn(["folder"]), new TableColumn(["name"]), new TableColumn(["language"], Required: false)).Rows)
        {
            if (values[2] is null || Language.Primary(values[2]!) == primary) names[values[0]!] = values[1]!;
        }

        return names;
    }
}
