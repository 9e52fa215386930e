using Vislumbre.Imaging;

namespace Vislumbre.Training.Data;

/// <summary>Random resized crop, mirroring and jitter of a photo's pixels into the image tower's input.</summary>
internal sealed class Augmentation(int sourceEdge, PreprocessingRecipe recipe, double cropArea, double jitter)
{
    private readonly int _inputEdge = recipe.InputEdge;

    /// <summary>Writes a photo as channels × rows × columns floats, changed at random.</summary>
    /// <param name="pixels">Rows × columns × 3 bytes.</param>
    /// <param name="random">What is drawn comes from here.</param>
    /// <param name="flip">Whether it is mirrored.</param>
    /// <param name="tensor">What is written.</param>
    public void Draw(ReadOnlySpan<byte> pixels, Random random, bool flip, Span<float> tensor)
    {
        var area = cropArea + (1 - cropArea) * random.NextDouble();
        var aspect = Math.Exp((random.NextDouble() * 2 - 1) * Math.Log(4.0 / 3) * (1 - cropArea));
        var width = Math.Min(1, Math.Sqrt(area * aspect)) * sourceEdge;
        var height = Math.Min(1, Math.Sqrt(area / aspect)) * sourceEdge;
        var left = random.NextDouble() * (sourceEdge - width);
        var top = random.NextDouble() * (sourceEdge - height);
        Resample(pixels, left, top, width, height, flip, tensor);
        var (brightness, contrast, saturation) = (Vary(random), Vary(random), Vary(random));
        Normalise(tensor, brightness, contrast, saturation);
    }

    /// <summary>Writes a photo's middle as the model sees it when it is used.</summary>
    public void Centre(ReadOnlySpan<byte> pixels, Span<float> tensor)
    {
        Resample(pixels, 0, 0, sourceEdge, sourceEdge, flip: false, tensor);
        Normalise(tensor, 1, 1, 1);
    }

    private float Vary(Random random) => (float)(1 + (random.NextDouble() * 2 - 1) * jitter);

    /// <summary>Bilinear: the source is at most a little larger than the target, so no sample is far from what it stands for.</summary>
    private void Resample(ReadOnlySpan<byte> pixels, double left, double top, double width, double height, bool flip, Span<float> tensor)
    {
        Span<int> columns = stackalloc int[_inputEdge];
        Span<float> weights = stackalloc float[_inputEdge];
        for (var x = 0; x < _inputEdge; x++)
        {
            var at = Math.Clamp(left + (x + 0.5) * width / _inputEdge - 0.5, 0, sourceEdge - 1.001);
            columns[flip ? _inputEdge - 1 - x : x] = (int)at * 3;
            weights[flip ? _inputEdge - 1 - x : x] = (float)(at - (int)at);
        }

        var plane = _inputEdge * _inputEdge;
        for (var y = 0; y < _inputEdge; y++)
        {
            var at = Math.Clamp(top + (y + 0.5) * height / _inputEdge - 0.5, 0, sourceEdge - 1.001);
            var row = pixels.Slice((int)at * sourceEdge * 3, sourceEdge * 6);
            var down = (float)(at - (int)at);
            var next = row[(sourceEdge * 3)..];
            for (var x = 0; x < _inputEdge; x++)
            {
                var (c, across) = (columns[x], weights[x]);
                for (var channel = 0; channel < 3; channel++, c++)
                {
                    var upper = row[c] + across * (row[c + 3] - row[c]);
                    var lower = next[c] + across * (next[c + 3] - next[c]);
                    tensor[channel * plane + y * _inputEdge + x] = (upper + down * (lower - upper)) / 255f;
                }
            }
        }
    }

    private void Normalise(Span<float> tensor, float brightness, float contrast, float saturation)
    {
        var plane = _inputEdge * _inputEdge;
        var red = tensor[..plane];
        var green = tensor.Slice(plane, plane);
        var blue = tensor.Slice(2 * plane, plane);
        var (mean, deviation) = (recipe.Mean, recipe.StandardDeviation);
        var changes = jitter > 0 && brightness * contrast * saturation != 1;
        for (var i = 0; i < plane; i++)
        {
            var (r, g, b) = (red[i], green[i], blue[i]);
            if (changes)
            {
                var grey = 0.299f * r + 0.587f * g + 0.114f * b;
                r = Change(r, grey);
                g = Change(g, grey);
                b = Change(b, grey);
            }

            red[i] = (r - mean[0]) / deviation[0];
            green[i] = (g - mean[1]) / deviation[1];
            blue[i] = (b - mean[2]) / deviation[2];
        }

        float Change(float value, float grey) => Math.Clamp(((grey + (value - grey) * saturation) * brightness - 0.5f) * contrast + 0.5f, 0, 1);
    }
}
