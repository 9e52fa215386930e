using System.Diagnostics;
using System.Numerics.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Vislumbre.Bench;

/// <summary>What this machine can do at most, by measurement: the roof that stages are held against.</summary>
internal static class MachinePeak
{
    /// <summary>32-bit matrix products in FLOP/s on all cores (libtorch, 2048 × 2048); the best of several, since slow moments of a shared machine are not its peak.</summary>
    public static double Products()
    {
        const int Edge = 2048, Times = 12;
        var best = double.MaxValue;
        for (var i = 0; i < Times; i++)
        {
            using var scope = NewDisposeScope();
            var matrix = randn(Edge, Edge);
            var watch = Stopwatch.StartNew();
            matrix.matmul(matrix);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return 2.0 * Edge * Edge * Edge / best;
    }

    /// <summary>Bytes a second that all cores read together, from 512 MB.</summary>
    public static double Reading()
    {
        var data = new float[1 << 27];
        Array.Fill(data, 1);
        var best = double.MaxValue;
        for (var i = 0; i < 8; i++)
        {
            var watch = Stopwatch.StartNew();
            var share = data.Length / Environment.ProcessorCount;
            Parallel.For(0, Environment.ProcessorCount, core => TensorPrimitives.Sum<float>(data.AsSpan(core * share, share)));
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return 4.0 * data.Length / best;
    }
}
