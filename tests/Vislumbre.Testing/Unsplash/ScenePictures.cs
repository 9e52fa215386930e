using System.Collections.Concurrent;
using SkiaSharp;
using Vislumbre.Scenes;

namespace Vislumbre.Testing.Unsplash;

/// <summary>The pictures that the server sends: drawn once, kept in memory up to a bound and in a folder where one is named.</summary>
internal sealed class ScenePictures(GeneratedRelease release, string? folder, long maximumBytes) : IDisposable
{
    private readonly ConcurrentDictionary<(int Scene, int Width), byte[]> _kept = new();
    private readonly ConcurrentQueue<(int Scene, int Width)> _order = new();
    private readonly SemaphoreSlim _drawing = new(Environment.ProcessorCount);
    private long _bytes;

    /// <summary>Width to height. A little off the square, so that whoever crops to the centre still sees what stands at the sides.</summary>
    public static (int Across, int Down) Proportions(int scene) => (scene % 4) switch { 1 => (5, 4), 3 => (4, 5), _ => (4, 4) };

    public static byte[] Draw(Scene scene, int index, int width)
    {
        var (across, down) = Proportions(index);
        var height = Math.Max(1, width * down / across);
        var square = scene.Draw(Math.Max(width, height));
        if (across == down)
            return square;
        using var picture = SKBitmap.Decode(square);
        using var resized = picture.Resize(new SKSizeI(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var data = resized.Encode(SKEncodedImageFormat.Jpeg, 88);
        return data.ToArray();
    }

    /// <summary>The JPEG, without a comment.</summary>
    public ValueTask<byte[]> GetAsync(int scene, int width) => _kept.TryGetValue((scene, width), out var bytes) ? new(bytes) : new(MakeAsync(scene, width));

    public void Dispose() => _drawing.Dispose();

    private async Task<byte[]> MakeAsync(int scene, int width)
    {
        var path = folder is null ? null : Path.Combine(folder, FormattableString.Invariant($"scene-{release.Options.Seed}-{scene:00000}-{width}.jpg"));
        // Few draw at a time: else a crowd of requests would hold every thread of the pool.
        await _drawing.WaitAsync();
        try
        {
            if (_kept.TryGetValue((scene, width), out var bytes))
                return bytes;
            if (File.Exists(path))
            {
                bytes = await File.ReadAllBytesAsync(path);
            }
            else
            {
                bytes = await Task.Run(() => release.Draw(scene, width));
                if (path is not null)
                    Save(path, bytes);
            }

            Keep((scene, width), bytes);
            return bytes;
        }
        finally
        {
            _drawing.Release();
        }
    }

    private static void Save(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(part, bytes);
        File.Move(part, path, overwrite: true);
    }

    private void Keep((int Scene, int Width) key, byte[] bytes)
    {
        if (!_kept.TryAdd(key, bytes))
            return;
        _order.Enqueue(key);
        Interlocked.Add(ref _bytes, bytes.Length);
        while (Volatile.Read(ref _bytes) > maximumBytes && _order.TryDequeue(out var oldest) && _kept.TryRemove(oldest, out var gone))
            Interlocked.Add(ref _bytes, -gone.Length);
    }
}
