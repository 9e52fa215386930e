using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Engines.Postgres;

/// <summary>Fetches the photos that a worker is to index by their addresses, into a folder of its own that goes with it.</summary>
internal sealed class FetchedPhotos : IDisposable
{
    private const string LockSuffix = ".lock";

    private readonly PhotoCatalog _catalog;
    private readonly PhotoDownloader _downloader;
    private readonly string _folder;
    private readonly FileStream _alive;

    /// <summary>Makes the folder, and removes those of workers that died.</summary>
    /// <param name="catalog">Where it is noted what could not be had.</param>
    /// <param name="parent">Where this machine's workers have their folders.</param>
    /// <param name="options">How photos are fetched.</param>
    public FetchedPhotos(PhotoCatalog catalog, string parent, DownloadOptions options)
    {
        Directory.CreateDirectory(parent);
        foreach (var left in Directory.GetFiles(parent, $"*{LockSuffix}")) Sweep(left);
        (_catalog, _downloader, _folder) = (catalog, new PhotoDownloader(options, SourcePull.WhatIsWrong), Path.Combine(parent, $"{Guid.NewGuid():N}"));
        _alive = Claim(_folder + LockSuffix);
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Fetches some.</summary>
    /// <param name="photos">Each has an address.</param>
    /// <param name="here">Takes each as it comes, on several threads.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Those that could not be had; the catalog knows of them.</returns>
    /// <exception cref="SourceException">Nothing can be had any more, or the folder cannot be written.</exception>
    public async Task<IReadOnlyList<FailedPhoto>> RunAsync(IReadOnlyList<QueuedPhoto> photos, Action<FoundFile> here, CancellationToken cancellationToken)
    {
        var byId = photos.ToDictionary(photo => photo.Id);
        var lost = new List<DownloadResult>();
        var items = photos.Select(photo => new DownloadItem(photo.Id, photo.Address!, Path.Combine(_folder, $"{photo.Id}")));
        await _downloader.RunAsync(
            items,
            result =>
            {
                if (result.End == DownloadEnd.Got)
                {
                    var photo = byId[result.Item.Id];
                    here(new FoundFile(result.Item.File, new FileInfo(result.Item.File).Length, DateTime.UtcNow) { Address = photo.Path, DetailId = photo.DetailId });
                    return;
                }

                lock (lost) lost.Add(result);
            },
            cancellationToken).ConfigureAwait(false);
        if (lost.Count == 0) return [];
        _catalog.Details.Note([.. lost.Select(one => new FetchOutcome(byId[one.Item.Id].DetailId!.Value, one.End == DownloadEnd.Gone ? DownloadState.Gone : DownloadState.Failed, Reason: one.Reason))]);
        return [.. lost.Select(one => new FailedPhoto(byId[one.Item.Id].Path, one.Reason!))];
    }

    /// <summary>Removes what was fetched.</summary>
    public void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(_folder)) File.Delete(file);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _downloader.Dispose();
        Remove(_folder);
        _alive.Dispose();
    }

    // Held as long as the worker lives, wherever it runs: its number says nothing where folders are shared by containers.
    private static FileStream Claim(string file) => new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);

    private static void Sweep(string file)
    {
        try
        {
            using var dead = Claim(file);
            Remove(file[..^LockSuffix.Length]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody lives.
        }
    }

    // What cannot be removed now is removed by the next worker.
    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
