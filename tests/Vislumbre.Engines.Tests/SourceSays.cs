using Vislumbre.Catalog;
using Vislumbre.Sources;

namespace Vislumbre.Engines.Tests;

/// <summary>A source that says something of photos.</summary>
internal static class SourceSays
{
    /// <summary>Has it say this, and nothing else any more.</summary>
    /// <param name="catalog">Where the photos are.</param>
    /// <param name="said">Values by the columns of its table of photos, by the photos' paths.</param>
    public static void Of(PhotoCatalog catalog, IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> said)
    {
        var columns = UnsplashTables.Photos.Columns.ToList();
        using (var writer = catalog.Details.Begin(UnsplashTables.Source))
        {
            writer.Write(UnsplashTables.Photos, said.Select(photo =>
            {
                var row = new object?[columns.Count + 1];
                row[columns.FindIndex(column => column.Name == "key")] = photo.Key;
                foreach (var (name, value) in photo.Value) row[columns.FindIndex(column => column.Name == name)] = value;
                return row;
            }));
            writer.Forget(key => !said.ContainsKey(key));
            writer.Commit();
        }

        catalog.Details.Note([.. said.Keys.Select(path => new FetchOutcome(catalog.Details.FindKey(path)!.Id, DownloadState.Here, path))]);
    }
}
