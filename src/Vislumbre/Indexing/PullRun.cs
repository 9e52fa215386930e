using System.Collections.Concurrent;
using System.Diagnostics;
using Vislumbre.Catalog;
using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>What a run of fetching has to do and has done.</summary>
internal sealed class PullRun
{
    private readonly DetailCatalog _details;
    private readonly Dictionary<long, ToFetch> _wanted = [];
    private readonly List<DownloadItem> _items = [];
    private readonly List<FetchOutcome> _found = [];
    private readonly List<string> _here = [];
    private readonly List<FailedDownload> _gone = [];
    private readonly List<FailedDownload> _failed = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly int _total;
    private int _got;

    public PullRun(DetailCatalog details, IReadOnlyList<ToFetch> photos, string folder, PullOptions options)
    {
        photos = options.Only is { } only ? [.. photos.Where(photo => only.Contains(photo.Key))] : photos;
        (_details, _total) = (details, photos.Count);
        foreach (var photo in photos)
        {
            var item = new DownloadItem(photo.Id, options.Size.Of(photo.ImageAddress), Path.Combine(folder, photo.Key + options.Size.Extension));
            // Wherever the file is. What was fetched from another address is of a picture that the source has replaced.
            var here = photo.File is not null && File.Exists(photo.File) ? photo.File : File.Exists(item.File) ? item.File : null;
            if (here is not null && (photo.FileAddress is null || photo.FileAddress == photo.ImageAddress))
            {
                _here.Add(here);
                if (photo.State != DownloadState.Here || photo.File != here || photo.FileAddress is null) _found.Add(new FetchOutcome(photo.Id, DownloadState.Here, here));
            }
            else if (photo.State == DownloadState.Gone && !options.RetryGone)
            {
                _gone.Add(new FailedDownload(photo.Key, item.Address, photo.StateReason ?? ""));
            }
            else
            {
                _wanted[photo.Id] = photo;
                _items.Add(item);
            }
        }

        Had = _here.Count;
    }

    /// <summary>Photos that were here before.</summary>
    public int Had { get; }

    /// <summary>How many are indexed so far.</summary>
    public int Indexed { get; set; } = -1;

    /// <summary>What became of photos and is not noted yet.</summary>
    public ConcurrentQueue<DownloadResult> Results { get; } = new();

    /// <summary>What is to be fetched.</summary>
    public IEnumerable<DownloadItem> Items() => _items;

    /// <summary>Notes in the catalog what happened since the last call.</summary>
    /// <returns>The files that are here and known to the catalog now.</returns>
    public List<string> Note()
    {
        var outcomes = new List<FetchOutcome>(_found);
        var files = new List<string>(_here);
        _found.Clear();
        _here.Clear();
        while (Results.TryDequeue(out var result))
        {
            switch (result.End)
            {
                case DownloadEnd.Got:
                    outcomes.Add(new FetchOutcome(result.Item.Id, DownloadState.Here, result.Item.File));
                    files.Add(result.Item.File);
                    _got++;
                    break;
                case DownloadEnd.Gone:
                    outcomes.Add(new FetchOutcome(result.Item.Id, DownloadState.Gone, Reason: result.Reason));
                    _gone.Add(new FailedDownload(_wanted[result.Item.Id].Key, result.Item.Address, result.Reason!));
                    break;
                default:
                    outcomes.Add(new FetchOutcome(result.Item.Id, DownloadState.Failed, Reason: result.Reason));
                    _failed.Add(new FailedDownload(_wanted[result.Item.Id].Key, result.Item.Address, result.Reason!));
                    break;
            }
        }

        if (outcomes.Count > 0) _details.Note(outcomes);
        return files;
    }

    public SourceProgress Progress(long bytes) => new(_total, Had, _got, _gone.Count, _failed.Count, bytes, Indexed < 0 ? null : Indexed, _clock.Elapsed);

    public PullReport Report(long bytes) => new() { Total = _total, Had = Had, Got = _got, Gone = _gone, Failed = _failed, Bytes = bytes };
}
