using System.Collections.Concurrent;
using Vislumbre.Imaging;

namespace Vislumbre.Training.Data;

/// <summary>The photos' pixels a little larger than the image tower's input, so that crops have room; kept in memory as far as it goes.</summary>
internal sealed class PixelStore(PreprocessingRecipe recipe, IReadOnlyList<TrainingPhoto> photos)
{
    /// <summary>How much larger than the input the pixels are kept.</summary>
    private const double Room = 1.15;

    private readonly PhotoPreprocessor _preprocessor = new(recipe with { ResizeEdge = (int)Math.Round(recipe.ResizeEdge * Room), InputEdge = (int)Math.Round(recipe.InputEdge * Room) });
    private readonly byte[]?[] _kept = new byte[photos.Count][];
    private readonly long _limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 3;
    private long _used;

    /// <summary>The pixels' edge.</summary>
    public int Edge => _preprocessor.Recipe.InputEdge;

    /// <summary>Photos that cannot be read, with the reasons.</summary>
    public ConcurrentDictionary<string, string> Failures { get; } = new();

    /// <summary>A photo's rows × columns × 3 bytes; null where it cannot be read.</summary>
    public byte[]? Read(int photo)
    {
        if (_kept[photo] is { } kept) return kept.Length == 0 ? null : kept;
        byte[] pixels;
        try
        {
            pixels = _preprocessor.Resize(PhotoSource.FromFile(photos[photo].Path)).Pixels;
        }
        catch (Exception e) when (e is PhotoException or IOException or UnauthorizedAccessException)
        {
            Failures[photos[photo].Path] = e.Message;
            pixels = [];
        }

        if (pixels.Length == 0 || Interlocked.Add(ref _used, pixels.Length) < _limit) _kept[photo] = pixels;
        return pixels.Length == 0 ? null : pixels;
    }
}
