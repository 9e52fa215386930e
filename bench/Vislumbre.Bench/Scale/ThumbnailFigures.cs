using System.Globalization;
using Vislumbre.Imaging;
using Vislumbre.Indexing;

namespace Vislumbre.Bench.Scale;

/// <summary>The bytes of the small pictures that indexing makes.</summary>
internal static class ThumbnailFigures
{
    public static void Print(string folder)
    {
        var files = Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var made = files.Select(file => Thumbnailer.Make(PhotoSource.FromFile(file), [ThumbnailStore.Edge, ThumbnailStore.SmallEdge])).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{files.Count} photos of {files.Average(file => new FileInfo(file).Length):N0} bytes: {made.Average(sizes => sizes[0].Length):N0} bytes a thumbnail of {ThumbnailStore.Edge} pixels, {made.Average(sizes => sizes[1].Length):N0} of {ThumbnailStore.SmallEdge}, {made.Average(sizes => sizes[0].Length + sizes[1].Length):N0} both"));
    }
}
