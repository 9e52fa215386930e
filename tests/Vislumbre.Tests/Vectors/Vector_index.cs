using CsCheck;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Vectors;

public sealed class Vector_index : IndexScene
{
    [Fact]
    public void Searching_exactly_gives_the_same_neighbours_as_a_plain_sort() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 9000], Gen.Int[1, 30], Gen.Int[0, 1000]).Sample((dimension, count, k, seed) =>
        {
            var rows = Rows(dimension, count, seed);
            var index = Made(dimension, rows);
            var query = Rows(dimension, 1, seed + 1)[0];
            var expected = rows.Select((row, i) => (Id: i * 3L, Score: Dot(query, row))).OrderByDescending(row => row.Score).ThenBy(row => row.Id).Take(k).ToList();
            var found = index.SearchExactly(query, k);
            Assert.Equal(expected.Count, found.Length);
            for (var i = 0; i < found.Length; i++) Assert.Equal(expected[i].Score, found[i].Score, 1e-4f);
            Assert.Equal(found.Length, found.Select(neighbour => neighbour.Id).Distinct().Count());
        }, iter: 40, threads: 1);

    [Theory, InlineData(32), InlineData(128), InlineData(512), InlineData(768)]
    public void Searching_by_codes_finds_what_searching_exactly_finds(int dimension)
    {
        var rows = Units(dimension, 12_000, 3);
        var index = Made(dimension, rows, Mean(rows));
        var (hits, tally) = (0, new SearchTally());
        var queries = Units(dimension, 40, 4);
        foreach (var query in queries)
        {
            var (exact, found) = (index.SearchExactly(query, 10), index.Search(query, 10, null, tally));
            Assert.Equal(10, found.Length);
            hits += exact.Intersect(found).Count();
        }

        Assert.True(hits >= 0.985 * 400, $"{hits} of 400");
        Assert.Equal(40 * 12_000, tally.Scanned);
        Assert.True(tally.Rescored < tally.Scanned, "nothing was saved");
    }

    [Fact]
    public void Every_kernel_gives_the_same_scores_to_the_same_rows()
    {
        var rows = Units(96, 2000, 3);
        var found = Made(96, rows).Search(rows[9], 3);
        Assert.Equal(27, found[0].Id);
        Assert.Equal(1, found[0].Score, 1e-3f);
        Assert.Equal(Dot(rows[9], rows[(int)found[1].Id / 3]), found[1].Score, 1e-5f);
    }

    [Fact]
    public void Equal_scores_are_in_the_order_of_ids()
    {
        var row = new float[] { 1, 0, 0 };
        var index = Empty(3);
        using (var writer = index.Write())
        {
            for (var i = 0; i < 2000; i++) writer.Append(2000 - i, Halves(row));
            writer.Commit(new IndexState(1, 1));
        }

        Assert.Equal([1, 2, 3, 4], index.Search(row, 4).Select(neighbour => neighbour.Id));
        Assert.Equal([1, 2, 3, 4], index.SearchExactly(row, 4).Select(neighbour => neighbour.Id));
    }

    [Fact]
    public void Among_some_ids_the_nearest_of_those_are_found_all_of_them_where_they_are_few()
    {
        var random = new Random(9);
        var rows = Units(64, 20_000, 9);
        var index = Made(64, rows);
        foreach (var share in new[] { 0, 0.0005, 0.01, 0.03, 0.3, 1 })
        {
            var among = Enumerable.Range(0, rows.Length).Where(_ => random.NextDouble() < share).Select(i => 3L * i).ToHashSet();
            var expected = index.SearchExactly(rows[7], rows.Length).Where(neighbour => among.Contains(neighbour.Id)).Take(20).ToArray();
            Assert.Equal(Math.Min(20, among.Count), expected.Length);
            Assert.Equal(expected, index.SearchExactly(rows[7], 20, new IdSet(among)));
            var found = index.Search(rows[7], 20, new IdSet(among));
            Assert.Equal(expected.Length, found.Length);
            Assert.True(found.Intersect(expected).Count() >= expected.Length - 1, $"at {share}");
        }
    }

    [Fact]
    public void A_set_of_ids_gives_those_between_two_in_order() =>
        Gen.Select(Gen.Long[0, 700].Array[0, 60], Gen.Long[-5, 800], Gen.Long[-5, 800]).Sample((ids, low, high) =>
        {
            var set = new IdSet(ids);
            Assert.Equal(ids.Distinct().Where(id => id >= low && id <= high).Order(), set.Between(low, high));
            Assert.Equal(ids.Distinct().Count(), set.Count);
            Assert.Equal(ids.Contains(low), set.Contains(low));
        }, iter: 2000, threads: 1);

    [Fact]
    public void Queries_that_share_a_scan_find_what_each_finds_alone()
    {
        var rows = Units(128, 70_000, 1);
        var index = Made(128, rows, Mean(rows));
        ReadOnlyMemory<float>[] queries = [.. Units(128, 21, 2).Select(query => (ReadOnlyMemory<float>)query)];
        var together = index.SearchMany(queries, 10);
        var alone = queries.Select(query => index.Search(query, 10)).ToArray();
        // Which rows are rescored depends on which thread was quicker: what is found may differ where a row's estimate was far off.
        Assert.True(together.Zip(alone, (a, b) => a.Intersect(b).Count()).Sum() >= 205);
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        var index = Made(8, Units(8, 1000, 1));
        Assert.ThrowsAny<OperationCanceledException>(() => index.Search(new float[8], 1, cancellationToken: new CancellationToken(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => index.Search(new float[8], 1, new IdSet([3]), cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Searches_are_right_while_rows_are_added()
    {
        var rows = Units(64, 30_000, 1);
        var index = Made(64, rows[..20_000], Mean(rows));
        using var done = new CancellationTokenSource();
        var searches = Enumerable.Range(0, 8).Select(who => Task.Run(() =>
        {
            var random = new Random(who);
            var searched = 0;
            while (!done.IsCancellationRequested || searched == 0)
            {
                var wanted = random.Next(20_000);
                var found = index.Search(rows[wanted], 5);
                Assert.Equal(5, found.Length);
                Assert.Equal((wanted * 3L, 1f), (found[0].Id, MathF.Round(found[0].Score, 2)));
                Assert.All(found, one => Assert.Equal(Dot(rows[wanted], rows[(int)one.Id / 3]), one.Score, 1e-3f));
                searched++;
            }

            return searched;
        })).ToArray();
        for (var first = 20_000; first < 30_000; first += 500)
        {
            using var writer = index.Write();
            for (var i = first; i < first + 500; i++) writer.Append(i * 3L, Halves(rows[i]));
            writer.Commit(new IndexState(first, 1));
            Assert.Equal((first + 499) * 3L, index.Search(rows[first + 499], 1)[0].Id);
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(searches), searched => Assert.True(searched > 0));
        Assert.Equal(30_000, index.Count);
    }

    [Fact]
    public void A_search_allocates_little()
    {
        var rows = Units(512, 20_000, 1);
        var index = Made(512, rows, Mean(rows));
        index.Search(rows[5], 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) index.Search(rows[i], 10);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 10, 0, 400_000);
    }
}
