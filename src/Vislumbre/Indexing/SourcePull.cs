using System.Diagnostics;
using System.Threading.Channels;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>
/// Fetches the photos of a source that the catalog knows, and indexes them while it fetches. Stopped or killed at any moment, at most the
/// photos under way are lost; the next run goes on.
/// </summary>
/// <param name="library">Whose catalog knows the source.</param>
/// <param name="options">How.</param>
public sealed class SourcePull(PhotoLibrary library, PullOptions options)
{
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Fetches.</summary>
    /// <param name="source">Which source.</param>
    /// <param name="folder">Where the files go: each photo's key with an extension.</param>
    /// <param name="encoder">Whose image tower encodes them; null where they shall only be fetched.</param>
    /// <param name="progress">Told now and then, on threads of this run.</param>
    /// <param name="cancellationToken">Stops cleanly; the report says so.</param>
    /// <exception cref="VislumbreException">The library is of another model or being written.</exception>
    public async Task<PullReport> RunAsync(string source, string folder, DualEncoder? encoder, IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        using var writing = library.Lock();
        Directory.CreateDirectory(folder);
        var run = new PullRun(library.Catalog.Details, library.Catalog.Details.ToFetch(source), folder, options);
        // What a killed run left half; another program's files of such a name stay.
        foreach (var item in run.Items()) File.Delete(item.File + PhotoDownloader.PartSuffix);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrived = Channel.CreateUnbounded<string>();
        var indexing = encoder is null ? null : Watched(
            new ArrivingPhotos(library, encoder, options.Index).RunAsync(arrived.Reader, new Telling<IndexProgress>(now => run.Indexed = now.Done), stop.Token), stop);
        using var downloader = new PhotoDownloader(options.Download, WhatIsWrong);
        var fetching = downloader.RunAsync(run.Items(), run.Results.Enqueue, stop.Token);
        try
        {
            var trouble = await FollowAsync(fetching, NoteAndTell).ConfigureAwait(false);
            var fetched = clock.Elapsed;
            NoteAndTell();
            arrived.Writer.TryComplete();
            if (indexing is not null) await FollowAsync(indexing, NoteAndTell).ConfigureAwait(false);
            return run.Report(downloader.Bytes) with { Fetching = fetched, Elapsed = clock.Elapsed, Index = indexing?.Result, Stopped = cancellationToken.IsCancellationRequested, Trouble = trouble };
        }
        finally
        {
            // Whatever failed, nothing goes on behind it.
            await stop.CancelAsync().ConfigureAwait(false);
            await fetching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (indexing is not null) await ((Task)indexing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Only what is noted is given on, so that a photo's row finds what the source says of it.
        void NoteAndTell()
        {
            foreach (var file in run.Note()) arrived.Writer.TryWrite(file);
            progress?.Report(run.Progress(downloader.Bytes));
        }
    }

    /// <summary>Waits for work and does something now and then meanwhile.</summary>
    /// <returns>Why it stopped by itself, where it did: what is here is still indexed.</returns>
    private static async Task<string?> FollowAsync(Task work, Action meanwhile)
    {
        do
        {
            await Task.WhenAny(work, Task.Delay(NoteEvery, CancellationToken.None)).ConfigureAwait(false);
            meanwhile();
        }
        while (!work.IsCompleted);
        try
        {
            await work.ConfigureAwait(false);
            return null;
        }
        catch (SourceException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // What an encoder or a catalog that fails cannot use is not fetched on.
    private static async Task<IndexReport> Watched(Task<IndexReport> indexing, CancellationTokenSource stop)
    {
        try
        {
            return await indexing.ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What is wrong with a picture that was fetched, in a few words; null where nothing is.</summary>
    internal static string? WhatIsWrong(string file)
    {
        try
        {
            PictureCheck.Read(PhotoSource.FromFile(file));
            return null;
        }
        catch (PhotoException e)
        {
            return e.Fault switch
            {
                PhotoFault.Truncated => Language.Say("the picture is cut short", "a imagem está cortada"),
                PhotoFault.Empty => Language.Say("an empty answer", "uma resposta vazia"),
                PhotoFault.TooLarge => Language.Say("the picture is too large", "a imagem é grande demais"),
                PhotoFault.Damaged => Language.Say("the picture is damaged", "a imagem está danificada"),
                _ => Language.Say("not a picture", "não é uma imagem"),
            };
        }
    }
}
