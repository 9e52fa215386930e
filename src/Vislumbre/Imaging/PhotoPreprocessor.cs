namespace Vislumbre.Imaging;

/// <summary>
/// Bytes of a picture → the image tower's input, as the model's recipe says. Resizing is Pillow's antialiased filter to the bit
/// (horizontal pass first, 8 bits between). Thread-safe.
/// </summary>
public sealed class PhotoPreprocessor
{
    // A photo is read in strips of about this many bytes.
    private const int StripBytes = 1 << 20;

    private readonly float[] _levels = new float[3 * 256];

    /// <summary>Makes one for a model's recipe.</summary>
    public PhotoPreprocessor(PreprocessingRecipe recipe, DecodeLimits? limits = null)
    {
        Recipe = recipe;
        Limits = limits ?? new DecodeLimits();
        for (var channel = 0; channel < 3; channel++)
        {
            for (var level = 0; level < 256; level++)
                _levels[channel * 256 + level] = (level / 255f - recipe.Mean[channel]) / recipe.StandardDeviation[channel];
        }
    }

    /// <summary>
    /// A JPEG is decoded at a reduced scale while its shorter edge stays at so many times the input's; 0 means never. Four keep the
    /// reduced decode invisible after resizing (docs/decisions/preprocessing.md).
    /// </summary>
    internal int Margin { get; init; } = 4;

    /// <summary>The model's recipe.</summary>
    public PreprocessingRecipe Recipe { get; }

    /// <summary>What a picture may cost.</summary>
    public DecodeLimits Limits { get; }

    /// <summary>Prepares a picture.</summary>
    /// <param name="source">Its bytes.</param>
    /// <param name="tensor">Where the input goes: channels × rows × columns, <see cref="PreprocessingRecipe.TensorLength"/> floats.</param>
    /// <returns>What the header said.</returns>
    /// <exception cref="PhotoException">It cannot be read.</exception>
    public PhotoFacts Prepare(PhotoSource source, Span<float> tensor)
    {
        var (facts, pixels) = Resize(source);
        ToTensor(pixels, tensor);
        return facts;
    }

    /// <summary>Scales and normalises packed RGB pixels of the input size.</summary>
    /// <param name="pixels">Rows × columns × 3 bytes.</param>
    /// <param name="tensor">Channels × rows × columns floats.</param>
    public void ToTensor(ReadOnlySpan<byte> pixels, Span<float> tensor)
    {
        var area = Recipe.InputEdge * Recipe.InputEdge;
        for (var channel = 0; channel < 3; channel++)
        {
            var levels = _levels.AsSpan(channel * 256, 256);
            var plane = tensor.Slice(channel * area, area);
            for (int i = 0, at = channel; i < area; i++, at += 3) plane[i] = levels[pixels[at]];
        }
    }

    /// <summary>Decodes, resizes and crops a picture.</summary>
    /// <returns>What the header said, and rows × columns × 3 bytes of the input size.</returns>
    public (PhotoFacts Facts, byte[] Pixels) Resize(PhotoSource source) =>
        PhotoDecoder.Use(source, Limits, neededEdge: Margin * Recipe.ResizeEdge, Resize);

    /// <summary>What of a photo the input shows: the crop, as shares of the upright photo.</summary>
    /// <param name="width">Pixels across, upright.</param>
    /// <param name="height">Pixels down, upright.</param>
    public PhotoExtent Extent(int width, int height)
    {
        var (across, down) = TargetSize(width, height);
        double edge = Recipe.InputEdge;
        return new PhotoExtent(CropStart(across, Recipe.InputEdge) / (double)across, CropStart(down, Recipe.InputEdge) / (double)down, edge / across, edge / down);
    }

    private (PhotoFacts Facts, byte[] Pixels) Resize(DecodedPhoto photo)
    {
        var (width, height) = TargetSize(photo.Width, photo.Height);
        var edge = Recipe.InputEdge;
        var left = CropStart(width, edge);
        var top = CropStart(height, edge);
        var across = ResampleKernel.Create(photo.Width, width, left, edge, Recipe.Resampling);
        var down = ResampleKernel.Create(photo.Height, height, top, edge, Recipe.Resampling);
        var stride = edge * 3;
        var narrow = Narrow(photo, across, down.Firsts[0], down.Firsts[^1] + down.Counts[^1], stride);
        var result = new byte[edge * stride];
        for (var y = 0; y < edge; y++)
        {
            var rows = narrow.AsSpan((down.Firsts[y] - down.Firsts[0]) * stride, down.Counts[y] * stride);
            ResampleKernels.Column(rows, stride, down.Weights.AsSpan(y * down.Taps, down.Counts[y]), result.AsSpan(y * stride, stride));
        }

        return (photo.Facts, result);
    }

    // The horizontal pass over the rows that the vertical one will read.
    private static byte[] Narrow(DecodedPhoto photo, ResampleKernel across, int from, int to, int stride)
    {
        var narrow = new byte[(to - from) * stride];
        var sourceStride = photo.Width * 3;
        var stripRows = Math.Clamp(StripBytes / sourceStride, 1, photo.Height);
        var padded = new byte[sourceStride + 1];
        for (var top = 0; top < photo.Height; top += stripRows)
        {
            // Rows outside the crop are decoded too: damage after it must be found.
            var rows = Math.Min(stripRows, photo.Height - top);
            var strip = photo.ReadRows(top, rows);
            for (var row = Math.Max(from - top, 0); row < Math.Min(rows, to - top); row++)
            {
                var source = strip.AsSpan(row * sourceStride, sourceStride);
                var target = narrow.AsSpan((top + row - from) * stride, stride);
                if ((row + 1) * sourceStride < strip.Length)
                {
                    ResampleKernels.Row(source, across, target);
                }
                else
                {
                    source.CopyTo(padded);
                    ResampleKernels.Row(padded, across, target);
                }
            }
        }

        return narrow;
    }

    private (int Width, int Height) TargetSize(int width, int height)
    {
        var edge = Recipe.ResizeEdge;
        if (Recipe.Mode == ResizeMode.Squash) return (edge, edge);
        return width <= height
            ? (edge, Math.Max((int)((long)edge * height / width), Recipe.InputEdge))
            : (Math.Max((int)((long)edge * width / height), Recipe.InputEdge), edge);
    }

    // Half a pixel goes to the even side, as the reference's rounding does.
    private static int CropStart(int length, int edge) => (int)Math.Round((length - edge) / 2.0, MidpointRounding.ToEven);
}
