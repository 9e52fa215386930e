using System.Security.Cryptography;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Indexing;

namespace Vislumbre.Web;

/// <summary>
/// Keeps the last pictures that were searched with, by content, so that the address of a search by picture can be reloaded and gone
/// back to while the server runs. Never on disk.
/// </summary>
/// <param name="encoder">The model.</param>
internal sealed class PictureShelf(DualEncoder encoder) : IDisposable
{
    private const int Capacity = 256, PreviewEdge = 1024; // a part of it can be cut out and still be a picture
    /// <summary>What a picture from outside may cost.</summary>
    public static readonly DecodeLimits Limits = new() { MaximumPixels = 100_000_000 };
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turns = new(2); // a large picture takes memory while it is decoded
    private readonly Dictionary<string, ShelvedPicture> _pictures = [];
    private readonly Queue<string> _order = [];

    /// <summary>Encodes a picture and keeps it.</summary>
    /// <returns>Its key.</returns>
    /// <exception cref="PhotoException">It cannot be read.</exception>
    public string Put(byte[] bytes)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];
        if (Find(key) is not null) return key;
        ShelvedPicture picture;
        _turns.Wait();
        try
        {
            var source = PhotoSource.FromBytes(bytes);
            var thumbnail = Thumbnailer.Make(source, PreviewEdge, Limits);
            picture = new ShelvedPicture(encoder.Image.Encode(source), thumbnail);
        }
        finally
        {
            _turns.Release();
        }

        lock (_gate)
        {
            if (!_pictures.TryAdd(key, picture)) return key;
            _order.Enqueue(key);
            if (_order.Count > Capacity) _pictures.Remove(_order.Dequeue());
        }

        return key;
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>A picture by its key; null where it is not kept any more.</summary>
    public ShelvedPicture? Find(string key)
    {
        lock (_gate) return _pictures.GetValueOrDefault(key);
    }
}
