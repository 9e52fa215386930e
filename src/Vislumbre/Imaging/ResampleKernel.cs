namespace Vislumbre.Imaging;

/// <summary>
/// For each output position the first source position, how many there are and their weights in 22-bit fixed point, computed
/// as Pillow computes them, so that results agree to the bit.
/// </summary>
internal sealed class ResampleKernel
{
    /// <summary>Bits after the binary point of a weight: 8-bit pixels, 2 bits of head room for the filter's negative lobes.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    private ResampleKernel(int taps, int[] firsts, int[] counts, int[] weights)
    {
        Taps = taps;
        Firsts = firsts;
        Counts = counts;
        Weights = weights;
    }

    /// <summary>Weights reserved for each output position.</summary>
    public int Taps { get; }

    /// <summary>The first source position of each output position.</summary>
    public int[] Firsts { get; }

    /// <summary>How many source positions each output position reads.</summary>
    public int[] Counts { get; }

    /// <summary>The weights, <see cref="Taps"/> for each output position.</summary>
    public int[] Weights { get; }

    /// <summary>Computes the weights of output positions [from, from + count) of a line resized to a length.</summary>
    public static ResampleKernel Create(int sourceLength, int targetLength, int from, int count, Resampling filter)
    {
        var scale = (double)sourceLength / targetLength;
        var filterScale = Math.Max(scale, 1.0);
        var support = (filter == Resampling.Bicubic ? 2.0 : 1.0) * filterScale;
        var taps = (int)Math.Ceiling(support) * 2 + 1;
        var firsts = new int[count];
        var counts = new int[count];
        var weights = new int[count * taps];
        var exact = new double[taps];
        for (var i = 0; i < count; i++)
        {
            var centre = (from + i + 0.5) * scale;
            var first = Math.Max((int)(centre - support + 0.5), 0);
            var length = Math.Min((int)(centre + support + 0.5), sourceLength) - first;
            var sum = 0.0;
            for (var k = 0; k < length; k++)
                sum += exact[k] = Weigh((k + first - centre + 0.5) * (1.0 / filterScale), filter);
            for (var k = 0; k < length; k++)
            {
                var weight = sum != 0.0 ? exact[k] / sum : exact[k];
                weights[i * taps + k] = (int)(weight * (1 << PrecisionBits) + (weight < 0 ? -0.5 : 0.5));
            }

            firsts[i] = first;
            counts[i] = length;
        }

        return new ResampleKernel(taps, firsts, counts, weights);
    }

    private static double Weigh(double x, Resampling filter)
    {
        x = Math.Abs(x);
        if (filter == Resampling.Bilinear) return x < 1.0 ? 1.0 - x : 0.0;
        const double A = -0.5;
        if (x < 1.0) return ((A + 2.0) * x - (A + 3.0)) * x * x + 1;
        if (x < 2.0) return (((x - 5) * x + 8) * x - 4) * A;
        return 0.0;
    }
}
