using System.Collections.Concurrent;
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
    /// <returns>Those that could not be had, which the catalog knows of; those that were not asked for to the end; and why not, where nothing can be had any more.</returns>
    public async Task<(IReadOnlyList<FailedPhoto> Failed, IReadOnlyList<long> Left, SourceException? Trouble)> RunAsync(IReadOnlyList<QueuedPhoto> photos, Action<FoundFile> here, CancellationToken cancellationToken)
    {
        var open = new ConcurrentDictionary<long, QueuedPhoto>(photos.Select(photo => KeyValuePair.Create(photo.Id, photo)));
        var lost = new ConcurrentQueue<(QueuedPhoto Photo, DownloadResult Result)>();
        SourceException? trouble = null;
        try
        {
            var items = photos.Select(photo => new DownloadItem(photo.Id, photo.Address!, Path.Combine(_folder, $"{photo.Id}")));
            await _downloader.RunAsync(items, End, cancellationToken).ConfigureAwait(false);
        }
        catch (SourceException e)
        {
            trouble = e;
        }

        if (!lost.IsEmpty) _catalog.Details.Note([.. lost.Select(one => new FetchOutcome(one.Photo.DetailId!.Value, one.Result.End == DownloadEnd.Gone ? DownloadState.Gone : DownloadState.Failed, Reason: one.Result.Reason))]);
        return ([.. lost.Select(one => new FailedPhoto(one.Photo.Path, one.Result.Reason!))], [.. open.Keys], trouble);

        void End(DownloadResult result)
        {
            open.TryRemove(result.Item.Id, out var photo);
            if (result.End == DownloadEnd.Got) here(new FoundFile(result.Item.File, new FileInfo(result.Item.File).Length, DateTime.UtcNow) { Address = photo!.Path, DetailId = photo.DetailId });
            else lost.Enqueue((photo!, result));
        }
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
