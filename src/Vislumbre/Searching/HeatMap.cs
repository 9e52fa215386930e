using System.Numerics.Tensors;
using Vislumbre.Encoding;
using Vislumbre.Imaging;

namespace Vislumbre.Searching;

/// <summary>Where in a photo a query is seen.</summary>
/// <param name="Rows">Cells down.</param>
/// <param name="Columns">Cells across.</param>
/// <param name="Values">Each cell's heat in rows from the upper left: 1 for the hottest, 0 for what is no nearer to the query than the cells' mean.</param>
/// <param name="Extent">What of the upright photo the cells cover together.</param>
public sealed record HeatMap(int Rows, int Columns, IReadOnlyList<float> Values, PhotoExtent Extent)
{
    /// <summary>The heat of a picture's patches.</summary>
    /// <param name="grid">The patches.</param>
    /// <param name="query">The query's embedding, unit length.</param>
    /// <param name="background">Unit embeddings of phrases that are true of any photo: their mean similarity to a patch is taken from the query's.</param>
    public static HeatMap Of(PatchGrid grid, ReadOnlySpan<float> query, IReadOnlyList<float[]> background)
    {
        var aim = query.ToArray();
        foreach (var phrase in background) TensorPrimitives.MultiplyAdd(phrase, -1f / background.Count, aim, aim);
        var values = new float[grid.Vectors.Count];
        for (var i = 0; i < values.Length; i++) values[i] = TensorPrimitives.Dot(grid.Vectors[i], aim);
        var mean = TensorPrimitives.Sum<float>(values) / values.Length;
        var above = TensorPrimitives.Max<float>(values) - mean;
        for (var i = 0; i < values.Length; i++) values[i] = above > 1e-6f ? Math.Max(0, (values[i] - mean) / above) : 0;
        return new HeatMap(grid.Rows, grid.Columns, values, grid.Extent);
    }

    /// <summary>The hottest cell's place in <see cref="Values"/>.</summary>
    public int Hottest => TensorPrimitives.IndexOfMax<float>([.. Values]);
}
