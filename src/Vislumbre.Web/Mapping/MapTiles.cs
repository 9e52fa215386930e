using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Indexing;

namespace Vislumbre.Web.Mapping;

/// <summary>Draws tiles of the map: the small pictures of the photos that stand for its squares.</summary>
/// <param name="library">Where the pictures are.</param>
/// <param name="map">Where photos lie.</param>
internal sealed class MapTiles(PhotoLibrary library, LibraryMap map)
{
    /// <summary>A tile's edge in pixels; it is shown at half that size, sharp on fine screens.</summary>
    public const int Edge = 512;

    private const int CellEdge = Edge / LibraryMap.TileCells;

    /// <summary>The bytes of a WebP file; null where no photo lies there.</summary>
    public byte[]? Draw(int zoom, int x, int y)
    {
        var cells = map.Tile(zoom, x, y);
        if (cells.Count == 0) return null;
        var photos = library.Catalog.Find([.. cells.Values.Select(cell => cell.Photo)]);
        var pictures = new List<(byte[], int, int)>();
        foreach (var ((column, row), cell) in cells)
        {
            if (photos.GetValueOrDefault(cell.Photo) is { IsRemote: false, Status: PhotoStatus.Indexed } photo && Picture(photo) is { } picture) pictures.Add((picture, column * CellEdge, row * CellEdge));
        }

        return Thumbnailer.Mosaic(pictures, Edge, CellEdge);
    }

    private byte[]? Picture(PhotoRecord photo)
    {
        try
        {
            return library.Thumbnails.Get(photo, ThumbnailStore.SmallEdge);
        }
        catch (Exception e) when (e is PhotoException or IOException or UnauthorizedAccessException)
        {
            return null; // its square stays empty
        }
    }
}
