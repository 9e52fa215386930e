using System.Runtime.InteropServices;
using CsCheck;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Vectors;

public sealed class Exact_index : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_gives_the_same_neighbours_as_a_plain_sort() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 9000], Gen.Int[1, 30], Gen.Int[0, 1000]).Sample((dimension, count, k, seed) =>
        {
            var (ids, rows) = Make(dimension, count, seed);
            using var file = Open(dimension, ids, rows);
            var query = Row(dimension, new Random(seed + 1));
            var expected = ids.Select((id, i) => (Id: id, Score: Dot(query, rows[i]))).OrderByDescending(row => row.Score).ThenBy(row => row.Id).Take(k).ToList();
            var found = new ExactIndex(file).Search(query, k);
            Assert.Equal(expected.Count, found.Length);
            for (var i = 0; i < found.Length; i++) Assert.Equal(expected[i].Score, found[i].Score, 1e-4f);
            Assert.Equal(found.Length, found.Select(neighbour => neighbour.Id).Distinct().Count());
        }, iter: 60, threads: 1);

    [Fact]
    public void Equal_scores_are_in_the_order_of_ids()
    {
        var row = new float[] { 1, 0, 0 };
        long[] ids = [.. Enumerable.Range(0, 500).Select(i => 500L - i)];
        using var file = Open(3, ids, [.. ids.Select(_ => row)]);
        Assert.Equal([1, 2, 3, 4], new ExactIndex(file).Search(row, 4).Select(neighbour => neighbour.Id));
    }

    [Fact]
    public void A_file_cut_at_any_length_is_not_taken_for_a_whole_one()
    {
        var (ids, rows) = Make(4, 5, 1);
        Open(4, ids, rows).Dispose();
        var whole = File.ReadAllBytes(_folder.At("rows.vec"));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder.At("cut.vec"), whole[..length]);
            Assert.Null(VectorFile.TryOpen(_folder.At("cut.vec")));
        }

        File.WriteAllBytes(_folder.At("cut.vec"), [.. whole, 0]);
        Assert.Null(VectorFile.TryOpen(_folder.At("cut.vec")));
    }

    [Fact]
    public void A_query_of_another_dimension_is_refused()
    {
        var (ids, rows) = Make(4, 5, 1);
        using var file = Open(4, ids, rows);
        Assert.Throws<ArgumentException>(() => new ExactIndex(file).Search(new float[3], 1));
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        var (ids, rows) = Make(8, 1000, 1);
        using var file = Open(8, ids, rows);
        Assert.ThrowsAny<OperationCanceledException>(() => new ExactIndex(file).Search(rows[0], 1, cancellationToken: new CancellationToken(canceled: true)));
    }

    private VectorFile Open(int dimension, long[] ids, float[][] rows)
    {
        VectorFile.Write(_folder.At("rows.vec"), dimension, ids, rows.Select(row => (ReadOnlyMemory<byte>)MemoryMarshal.AsBytes<Half>(Array.ConvertAll(row, number => (Half)number)).ToArray()));
        return VectorFile.TryOpen(_folder.At("rows.vec"))!;
    }

    private static (long[] Ids, float[][] Rows) Make(int dimension, int count, int seed)
    {
        var random = new Random(seed);
        return ([.. Enumerable.Range(0, count).Select(i => i * 3L + 1)], [.. Enumerable.Range(0, count).Select(_ => Row(dimension, random))]);
    }

    // Numbers that half precision holds exactly, so that the plain sort sees what the file holds.
    private static float[] Row(int dimension, Random random) => [.. Enumerable.Range(0, dimension).Select(_ => random.Next(-64, 65) / 64f)];

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();

    [Fact]
    public void Among_some_ids_the_nearest_of_those_are_found_all_of_them_where_they_are_few()
    {
        var random = new Random(9);
        var rows = Enumerable.Range(0, 5000).Select(_ => Enumerable.Range(0, 16).Select(_ => (float)random.NextDouble() - 0.5f).ToArray()).ToArray();
        VectorFile.Write(_folder.At("some.vec"), 16, [.. Enumerable.Range(0, rows.Length).Select(i => 3L * i)], rows.Select(row => (ReadOnlyMemory<byte>)Vislumbre.Catalog.HalfVector.Encode(row)));
        using var file = VectorFile.TryOpen(_folder.At("some.vec"))!;
        var index = new ExactIndex(file);
        foreach (var share in new[] { 0, 0.0005, 0.01, 0.3, 1 })
        {
            var among = Enumerable.Range(0, rows.Length).Where(_ => random.NextDouble() < share).Select(i => 3L * i).ToHashSet();
            var all = index.Search(rows[7], rows.Length);
            var expected = all.Where(neighbour => among.Contains(neighbour.Id)).Take(20).ToArray();
            Assert.Equal(expected, index.Search(rows[7], 20, new IdSet(among)));
            Assert.Equal(Math.Min(20, among.Count), expected.Length);
        }

        Assert.False(new IdSet([]).Contains(0));
        Assert.False(new IdSet([5]).Contains(-1));
    }
}
