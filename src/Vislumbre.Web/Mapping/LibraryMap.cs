using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Mapping;

namespace Vislumbre.Web.Mapping;

/// <summary>The map of the library as it is shown: made in the background where it is missing or old, in squares at each zoom. Thread-safe.</summary>
/// <param name="library">The library.</param>
/// <param name="log">Where trouble goes that nobody foresaw.</param>
internal sealed class LibraryMap(PhotoLibrary library, ILogger<LibraryMap> log) : IAsyncDisposable
{
    /// <summary>Squares along a tile's edge.</summary>
    public const int TileCells = 4;

    /// <summary>The deepest zoom: a tile's edge is 2^−zoom of the map's.</summary>
    public const int DeepestZoom = 9;

    // While photos keep coming, and after trouble, it is not made without a pause.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTime _next;
    private readonly CancellationTokenSource _stop = new();
    private readonly MapMaker _maker = new(library);
    private Task _making = Task.CompletedTask;
    private Shown? _shown;

    /// <summary>What share of the map that is being made is done, 0..1; null where none is.</summary>
    public double? Progress { get; private set; }

    /// <summary>Why the last one could not be made; null where it could.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The places of photos by number; empty before the first map.</summary>
    public IReadOnlyDictionary<long, MapPlace> Places => Current()?.Places ?? (IReadOnlyDictionary<long, MapPlace>)new Dictionary<long, MapPlace>();

    /// <summary>Which map is shown, for addresses of what browsers may keep; null before the first.</summary>
    public string? Version => Current() is { } shown ? $"{shown.Made.Change:x}-{shown.Made.Word:x}" : null;

    /// <summary>Makes the map in the background where it is not of the photos as they are.</summary>
    public void Ensure()
    {
        lock (_gate)
        {
            if (!_making.IsCompleted || _maker.IsCurrent || DateTime.UtcNow < _next) return;
            Progress = 0;
            _making = Task.Run(Make);
        }
    }

    /// <summary>The squares of a tile that have photos, by column and row.</summary>
    public IReadOnlyDictionary<(int Column, int Row), MapCell> Tile(int zoom, int x, int y)
    {
        if (Current() is not { } shown) return new Dictionary<(int, int), MapCell>();
        var cells = shown.Cells(zoom);
        var tile = new Dictionary<(int, int), MapCell>();
        for (var row = 0; row < TileCells; row++)
        {
            for (var column = 0; column < TileCells; column++)
            {
                if (cells.TryGetValue((x * TileCells + column, y * TileCells + row), out var cell)) tile[(column, row)] = cell;
            }
        }

        return tile;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _making.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Make()
    {
        try
        {
            _maker.Make(new Telling<double>(share => Progress = share), _stop.Token);
            Trouble = null;
        }
        catch (VislumbreException e)
        {
            Trouble = e.Message;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Trouble = Language.Say("The map could not be made; the server's log says why.", "O mapa não pôde ser feito; o registro do servidor diz por quê.");
            Unforeseen.Log(log, e);
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
        finally
        {
            Progress = null;
            _next = DateTime.UtcNow + Rest;
        }
    }

    private Shown? Current()
    {
        var made = library.Catalog.Map.Made;
        lock (_gate)
        {
            if (made is not { } state) return null;
            return _shown?.Made == state ? _shown : _shown = new Shown(state, library.Catalog.Map.Places().ToDictionary(place => place.Photo));
        }
    }

    private sealed class Shown(Generation made, Dictionary<long, MapPlace> places)
    {
        private readonly ConcurrentDictionary<int, Lazy<Dictionary<(int, int), MapCell>>> _zooms = new();

        public Generation Made => made;

        public Dictionary<long, MapPlace> Places => places;

        public Dictionary<(int Column, int Row), MapCell> Cells(int zoom) => _zooms.GetOrAdd(zoom, _ => new Lazy<Dictionary<(int, int), MapCell>>(() => At(zoom))).Value;

        // Of the photos in a square the one that is nearest its middle stands for it.
        private Dictionary<(int, int), MapCell> At(int zoom)
        {
            var (edge, best) = (TileCells << zoom, new Dictionary<(int, int), (long Photo, float Distance, int Count)>());
            foreach (var place in places.Values)
            {
                var (x, y) = (place.X * edge, place.Y * edge);
                var cell = (Math.Min(edge - 1, (int)x), Math.Min(edge - 1, (int)y));
                var (dx, dy) = (x - cell.Item1 - 0.5f, y - cell.Item2 - 0.5f);
                var (distance, known) = (dx * dx + dy * dy, best.GetValueOrDefault(cell));
                best[cell] = known.Count == 0 || distance < known.Distance ? (place.Photo, distance, known.Count + 1) : (known.Photo, known.Distance, known.Count + 1);
            }

            return best.ToDictionary(pair => pair.Key, pair => new MapCell(pair.Value.Photo, pair.Value.Count));
        }
    }
}
