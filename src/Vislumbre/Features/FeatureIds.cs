using Vislumbre.Sources;

namespace Vislumbre.Features;

/// <summary>Reads the ids of a matrix's rows from a table: the column <c>photo_id</c>, or the only one, or the one after pandas' nameless index.</summary>
internal static class FeatureIds
{
    private const string Column = "photo_id";

    /// <summary>Gives each row's id; null where it is blank.</summary>
    /// <exception cref="FeatureFileException">The table cannot be read, does not say which column holds the ids, or has more or fewer rows than the matrix.</exception>
    public static IReadOnlyList<FeatureRow?> Read(FeaturePair pair, long count)
    {
        using var text = Open(pair.Rows);
        using var records = TableText.Quoted(text, ',', blanks: true).GetEnumerator();
        var place = records.MoveNext() ? Place(records.Current) : -1;
        if (place < 0)
        {
            throw FeatureFileException.Of(pair.Rows, $"does not say in its first line which column holds the ids: it should be {Column}",
                $"não diz na primeira linha que coluna contém os ids: deveria ser {Column}");
        }

        var ids = new List<FeatureRow?>();
        while (records.MoveNext())
        {
            var record = records.Current;
            if (record.Fault is { } fault) throw new FeatureFileException(Language.Say($"{pair.Rows}, line {record.Line}: {fault}.", $"{pair.Rows}, linha {record.Line}: {fault}."));
            var id = place < record.Fields.Count ? record.Fields[place] : "";
            ids.Add(string.IsNullOrWhiteSpace(id) ? null : new FeatureRow(id));
        }

        // A blank line is an id that is missing, or only a blank line: whichever makes the two files agree.
        if (ids.Count != count && ids.Count(id => id is not null) == count) ids.RemoveAll(id => id is null);
        return ids.Count == count ? ids : throw pair.Disagree(count, ids.Count);
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return TableText.Open(path);
        }
        catch (CaptionTableException e)
        {
            throw new FeatureFileException(e.Message, e);
        }
    }

    private static int Place(TableRecord header)
    {
        var names = header.Fields.Select(name => name.Trim()).ToList();
        var place = names.IndexOf(Column);
        if (place >= 0) return place;
        if (names.Count == 1) return 0;
        return names is ["", _] ? 1 : -1;
    }
}
