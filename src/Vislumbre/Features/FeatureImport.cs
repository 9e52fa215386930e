using System.Diagnostics;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Sources;

namespace Vislumbre.Features;

/// <summary>Takes a folder of embeddings into a library. Photos that are not on disk are found all the same, and shown by their addresses.</summary>
/// <param name="library">The library.</param>
/// <param name="model">Which model the embeddings are of: nothing in the files says so.</param>
/// <param name="modelFolder">Where the model is.</param>
/// <param name="photosFolder">Where the photos may be, each called by its id; null where there are none.</param>
public sealed class FeatureImport(PhotoLibrary library, ModelIdentity model, string modelFolder, string? photosFolder = null)
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".avif"];
    private readonly string? _photosFolder = photosFolder is null ? null : Path.GetFullPath(photosFolder);

    /// <summary>Imports. What is taken is taken a block at a time; stopped, the same import goes on.</summary>
    /// <param name="folder">The embeddings.</param>
    /// <param name="progress">Told the rows gone through.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="VislumbreException">The dimension is not the model's, a file is damaged, or the library is of another model.</exception>
    public ImportReport Run(FeatureFolder folder, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        if (folder.Dimension != model.Dimension)
        {
            throw new FeatureFileException(Language.Say(
                $"{folder.Path} has {folder.Dimension} numbers a row; {model.Name} makes {model.Dimension}. Name the model that made them: --model.",
                $"{folder.Path} tem {folder.Dimension} números por linha; {model.Name} faz {model.Dimension}. Diga o modelo que os fez: --model."));
        }

        var clock = Stopwatch.StartNew();
        using var writing = library.Lock();
        library.Catalog.UseModel(model, modelFolder);
        var findings = new FeatureFindings();
        var intoEmpty = library.Catalog.Count() == new PhotoCounts(0, 0, 0);
        var (taken, withFile, kept, done) = (0L, 0L, 0L, 0L);
        var captioned = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in folder.Read(findings))
        {
            if (cancellationToken.IsCancellationRequested) break;
            // Files are hashed side by side; rows without one cost nothing here.
            var photos = block.Rows.AsParallel().AsOrdered().Select(Describe).ToList();
            using var import = library.Catalog.BeginImport(intoEmpty);
            for (var i = 0; i < photos.Count; i++)
            {
                var (photo, details) = photos[i];
                if (details?.Description is not null) captioned.Add(details.Source);
                if (!import.Take(photo, details, block.Vectors.AsSpan(i * folder.Dimension, folder.Dimension))) kept++;
                else
                {
                    taken++;
                    if (!photo.IsRemote) withFile++;
                }
            }

            import.Commit();
            progress?.Report(done += photos.Count);
        }

        // Captions can be searched by their words.
        foreach (var source in captioned)
        {
            using var writer = library.Catalog.Details.Begin(source);
            writer.Commit();
        }

        return new ImportReport
        {
            Taken = taken,
            WithFile = withFile,
            Kept = kept,
            Normalised = findings.Normalised,
            Precision = folder.Precision,
            Faults = findings.Faults,
            Stopped = cancellationToken.IsCancellationRequested,
            Elapsed = clock.Elapsed,
        };
    }

    private (PhotoRecord Photo, PhotoDetails? Details) Describe(FeatureRow row)
    {
        var now = DateTime.UtcNow.Ticks;
        var isUnsplash = row.Address is null && IsNameOfUnsplash(row.Id);
        if (FileOf(row) is { } file && WithFile(file, now) is { } here) return (here, isUnsplash ? Unsplash(row) : row.Caption is null && row.Id == here.Path ? null : Other(row));
        if (AddressPolicy.IsHttp(row.Address)) return (new PhotoRecord { Path = row.Address!, HandledTicks = now }, Other(row));
        if (isUnsplash) return (new PhotoRecord { Path = $"https://unsplash.com/photos/{row.Id}", HandledTicks = now }, Unsplash(row));
        // Nothing tells where it is: it is found by its id.
        return (new PhotoRecord { Path = $"features://{Uri.EscapeDataString(row.Path ?? row.Id)}", HandledTicks = now }, Other(row));
    }

    private static PhotoDetails Unsplash(FeatureRow row) => new()
    {
        Source = UnsplashTables.Source,
        Key = row.Id,
        PageAddress = $"https://unsplash.com/photos/{row.Id}",
        ImageAddress = $"https://unsplash.com/photos/{row.Id}/download",
        Description = row.Caption,
    };

    private static PhotoDetails Other(FeatureRow row) => new() { Source = "features", Key = row.Id, ImageAddress = AddressPolicy.IsHttp(row.Address) ? row.Address : null, Description = row.Caption };

    // The notebook's ids are Unsplash's.
    private static bool IsNameOfUnsplash(string id) => id.Length is 10 or 11 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private FileInfo? FileOf(FeatureRow row)
    {
        foreach (var path in new[] { row.Path, row.Id })
        {
            if (path is not null && Path.IsPathFullyQualified(path) && new FileInfo(path) is { Exists: true } file) return file;
        }

        if (_photosFolder is null || row.Id.AsSpan().ContainsAny('/', '\\', '\0')) return null;
        return Extensions.Select(extension => new FileInfo(Path.Combine(_photosFolder, row.Id + extension))).FirstOrDefault(file => file.Exists);
    }

    // A file that is no picture is not what the row is of, whatever the row says: the page gives out what the library holds.
    private static PhotoRecord? WithFile(FileInfo file, long now)
    {
        var photo = new PhotoRecord { Path = file.FullName, Bytes = file.Length, ModifiedTicks = file.LastWriteTimeUtc.Ticks, HandledTicks = now };
        try
        {
            var facts = PictureCheck.ReadHeader(PhotoSource.FromFile(file.FullName));
            return photo with { Sha256 = PhotoPreparer.Hash(file.FullName), Format = facts.Format.ToString(), Width = facts.Width, Height = facts.Height };
        }
        catch (Exception e) when (e is PhotoException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
