using System.Security.Cryptography;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Web;

/// <summary>
/// Small pictures of photos that are not on this disk: fetched under the guard when they are first shown, and kept by their address. The
/// browser asks this server alone, so no other learns what is searched for.
/// </summary>
internal sealed class RemoteThumbnails(PhotoLibrary library, PictureFetcher fetcher) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(4); // a page shows nine; a server is not asked for all at once

    /// <summary>A photo's thumbnail.</summary>
    /// <returns>The bytes of a WebP file.</returns>
    /// <exception cref="FetchException">It cannot be fetched.</exception>
    /// <exception cref="PhotoException">What comes is no picture.</exception>
    public async Task<byte[]> GetAsync(PhotoRecord photo, CancellationToken cancellationToken)
    {
        var address = Address(photo);
        var hash = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address)));
        if (library.Thumbnails.Find(hash) is { } kept) return kept;
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var fetched = await fetcher.FetchAsync(address, cancellationToken);
            var bytes = Thumbnailer.Make(PhotoSource.FromBytes(fetched.Bytes), ThumbnailStore.Edge, PictureShelf.Limits);
            library.Thumbnails.Keep(hash, bytes);
            return bytes;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    // Unsplash's pictures are asked for in the size that is shown.
    private string Address(PhotoRecord photo)
    {
        var details = library.Catalog.Details.Of(photo);
        var address = details?.ImageAddress ?? photo.Path;
        return details?.Source == UnsplashTables.Source ? new PictureSize { Width = ThumbnailStore.Edge }.Of(address) : address;
    }
}
