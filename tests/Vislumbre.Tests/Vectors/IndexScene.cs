using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Vectors;

/// <summary>Rows, and indexes of them in a folder of their own.</summary>
public abstract class IndexScene : IDisposable
{
    private int _files;

    protected static byte[] Tag { get; } = [1, 2, 3];

    protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string NextFile(string kind = "") => Folder.At($"{kind}{_files++}.vix");

    protected VectorIndex Empty(int dimension, float[]? centre = null) => VectorIndex.Create(NextFile(), dimension, Tag, centre);

    protected VectorIndex Made(int dimension, float[][] rows, float[]? centre = null)
    {
        var index = Empty(dimension, centre);
        using var writer = index.Write();
        for (var i = 0; i < rows.Length; i++) writer.Append(i * 3L, Halves(rows[i]));
        writer.Commit(new IndexState(1, 1));
        return index;
    }

    protected static Half[] Halves(float[] row) => Array.ConvertAll(row, number => (Half)number);

    // Numbers that half precision holds exactly, so that the plain sort sees what the file holds.
    protected static float[][] Rows(int dimension, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimension).Select(_ => random.Next(-64, 65) / 64f).ToArray())];
    }

    // Unit vectors about a common direction, as embeddings lie, rounded to half precision.
    protected static float[][] Units(int dimension, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var row = Enumerable.Range(0, dimension).Select(i => random.NextSingle() - 0.5f + (i % 3 == 0 ? 0.4f : 0)).ToArray();
            var length = MathF.Sqrt(row.Sum(number => number * number));
            return Array.ConvertAll(row, number => (float)(Half)(number / length));
        })];
    }

    protected static float[] Mean(float[][] rows) => [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];

    protected static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
