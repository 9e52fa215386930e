using CsCheck;
using Vislumbre.Imaging;

namespace Vislumbre.Tests.Imaging;

public sealed class Resample_kernels
{
    private static readonly Gen<(int Source, int Target, int Filter)> Sizes = Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[0, 1]);

    [Fact]
    public void The_vector_row_equals_its_scalar_twin() => Sizes.Sample((source, target, filter) =>
    {
        var kernel = ResampleKernel.Create(source, target, 0, target, (Resampling)filter);
        var pixels = Noise(source * 3 + 1, source);
        var (fast, plain) = (new byte[target * 3], new byte[target * 3]);
        ResampleKernels.Row(pixels, kernel, fast);
        ResampleKernels.RowScalar(pixels, kernel, plain);
        Assert.Equal(plain, fast);
    });

    [Fact]
    public void The_vector_column_equals_its_scalar_twin() => Gen.Select(Gen.Int[1, 200], Gen.Int[1, 40]).Sample((stride, rows) =>
    {
        var kernel = ResampleKernel.Create(rows, 1, 0, 1, Resampling.Bicubic);
        var pixels = Noise(stride * rows, stride);
        var weights = kernel.Weights.AsSpan(0, kernel.Counts[0]);
        var (fast, plain) = (new byte[stride], new byte[stride]);
        ResampleKernels.Column(pixels.AsSpan(kernel.Firsts[0] * stride), stride, weights, fast);
        ResampleKernels.ColumnScalar(pixels.AsSpan(kernel.Firsts[0] * stride), stride, weights, plain);
        Assert.Equal(plain, fast);
    });

    [Fact]
    public void The_weights_of_a_position_sum_to_one() => Sizes.Sample((source, target, filter) =>
    {
        var kernel = ResampleKernel.Create(source, target, 0, target, (Resampling)filter);
        for (var i = 0; i < target; i++)
        {
            var sum = kernel.Weights.Skip(i * kernel.Taps).Take(kernel.Counts[i]).Sum(weight => (long)weight);
            Assert.InRange(sum, (1 << ResampleKernel.PrecisionBits) - kernel.Taps, (1 << ResampleKernel.PrecisionBits) + kernel.Taps);
            Assert.InRange(kernel.Firsts[i] + kernel.Counts[i], 1, source);
        }
    });

    private static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
