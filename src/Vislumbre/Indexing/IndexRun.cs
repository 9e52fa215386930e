using System.Diagnostics;
using Vislumbre.Catalog;

namespace Vislumbre.Indexing;

/// <summary>Saves what a run has prepared and encoded, a batch at a time, and counts it.</summary>
/// <param name="catalog">Where it is saved.</param>
/// <param name="total">How many photos there are to do, as far as is known.</param>
/// <param name="progress">Told after each commit.</param>
/// <param name="beside">Whether other runs save other photos at the same time.</param>
internal sealed class IndexRun(PhotoCatalog catalog, Func<int> total, IProgress<IndexProgress>? progress, bool beside = false)
{
    // So many small outcomes wait for the next batch at most.
    private const int Patience = 256;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<PreparedPhoto> _noted = [];
    private readonly List<PreparedPhoto> _copies = [];
    private readonly List<FailedPhoto> _failed = [];
    private readonly HashSet<long> _moved = [];
    private int _done;

    public int Indexed { get; private set; }

    public int Touched { get; private set; }

    public int Moved => _moved.Count;

    public int Copied { get; private set; }

    public IReadOnlyList<FailedPhoto> Failed => _failed;

    /// <summary>Whether a photo that seemed gone turned up elsewhere.</summary>
    public bool HasMoved(long id) => _moved.Contains(id);

    /// <summary>Tells how far the run is.</summary>
    public void Report() => progress?.Report(new IndexProgress(total(), _done, _failed.Count, _clock.Elapsed));

    /// <summary>Takes a photo that needs no encoding; it is saved with the next batch.</summary>
    public void Note(PreparedPhoto photo)
    {
        // A copy of a photo of this same run waits until that one is saved.
        if (photo is { Outcome: Preparation.Copied, Content: null }) _copies.Add(photo);
        else _noted.Add(photo);
        if (_noted.Count >= Patience) Save([]);
    }

    /// <summary>Saves encoded photos and all that was noted, in one transaction.</summary>
    public void Save(IReadOnlyList<PreparedPhoto> photos)
    {
        if (photos.Count + _noted.Count == 0) return;
        using (var writer = catalog.Begin(beside))
        {
            foreach (var photo in photos) writer.SaveIndexed(photo.Photo, photo.Embedding!, photo.Look);
            foreach (var photo in _noted) Write(writer, photo);
            writer.Commit();
        }

        Indexed += photos.Count;
        _done += photos.Count + _noted.Count;
        _noted.Clear();
        Report();
    }

    /// <summary>Saves the copies of photos of this run, now that those are there or have failed.</summary>
    public void FinishCopies()
    {
        foreach (var copy in _copies)
        {
            var original = catalog.FindContent(copy.Photo.Sha256!);
            if (original is not null)
            {
                var photo = copy.Photo with { Format = original.Photo.Format, Width = original.Photo.Width, Height = original.Photo.Height };
                _noted.Add(copy with { Photo = photo, Content = original });
            }
            else
            {
                // The first of these files failed for its content, so this one does for the same reason.
                var reason = catalog.Failed().FirstOrDefault(failed => failed.Sha256 == copy.Photo.Sha256)?.Reason
                    ?? Language.Say("Another file of the same content could not be read.", "Outro arquivo de mesmo conteúdo não pôde ser lido.");
                _noted.Add(new PreparedPhoto(Preparation.Failed, copy.Photo with { Reason = reason }));
            }

            if (_noted.Count >= Patience) Save([]);
        }

        _copies.Clear();
        Save([]);
    }

    private void Write(CatalogWriter writer, PreparedPhoto photo)
    {
        switch (photo.Outcome)
        {
            case Preparation.Touched:
                writer.Touch(photo.Known!.Id, photo.Photo);
                Touched++;
                break;
            case Preparation.Moved:
                writer.Move(photo.Content!, photo.Photo);
                _moved.Add(photo.Content!.Photo.Id);
                break;
            case Preparation.Copied:
                writer.SaveCopy(photo.Photo, photo.Content!);
                Copied++;
                break;
            default:
                writer.SaveFailed(photo.Photo);
                _failed.Add(new FailedPhoto(photo.Photo.Path, photo.Photo.Reason ?? ""));
                break;
        }
    }
}
