using Vislumbre.Catalog;
using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>Takes the captions of a folder that has a table of them (captions.tsv and its kin) into the catalog, so that they can be searched by their words.</summary>
internal static class FolderCaptions
{
    private const string Source = "captions";

    private static readonly SourceTable Table = new("details", "captions", [new("key", SourceValue.Key), new("file", SourceValue.Text), new("description", SourceValue.Text)]);

    /// <summary>Takes them.</summary>
    /// <returns>How many photos have captions, and what is wrong with tables.</returns>
    public static (int Captioned, IReadOnlyList<FailedPhoto> Failed) Take(PhotoCatalog catalog, IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        var captioned = 0;
        var failed = new List<FailedPhoto>();
        foreach (var path in folders.Where(Directory.Exists).Select(CaptionTable.Find).OfType<string>())
        {
            try
            {
                var table = CaptionTable.Read(path);
                failed.AddRange(table.Faults.Select(fault => new FailedPhoto(path, Language.Say($"line {fault.Line}: {fault.Reason}", $"linha {fault.Line}: {fault.Reason}"))));
                // What another source says of a file is more than a caption.
                var others = catalog.Details.FilesOfOthers(Source);
                var rows = table.Rows.GroupBy(row => Path.GetFullPath(row.File, table.Folder)).Where(photo => !others.Contains(photo.Key))
                    .Select(object?[] (photo) => [photo.Key, photo.Key, string.Join('\n', photo.Select(row => row.Caption).Distinct())]);
                using var writer = catalog.Details.Begin(Source);
                captioned += (int)writer.Write(Table, rows, cancellationToken).Taken;
                var named = table.Rows.Select(row => Path.GetFullPath(row.File, table.Folder)).ToHashSet(StringComparer.Ordinal);
                writer.Forget(file => file.StartsWith(table.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && (!named.Contains(file) || others.Contains(file)));
                writer.Commit();
            }
            catch (CaptionTableException e)
            {
                failed.Add(new FailedPhoto(path, e.Message));
            }
        }

        return (captioned, failed);
    }
}
