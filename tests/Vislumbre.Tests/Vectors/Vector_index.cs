using CsCheck;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Vectors;

public sealed class Vector_index : IDisposable
{
    private static readonly byte[] Tag = [1, 2, 3];
    private readonly TemporaryFolder _folder = new();
    private int _files;

    public void Dispose() => _folder.Dispose();

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
    public void Rows_are_found_from_the_moment_they_are_committed_and_not_before()
    {
        var rows = Units(16, 300, 1);
        var index = Empty(16);
        using (var writer = index.Write())
        {
            for (var i = 0; i < 100; i++) writer.Append(i, Halves(rows[i]));
            Assert.Equal(0, index.Count);
            writer.Commit(new IndexState(1, 7));
            Assert.Equal(100, index.Count);
            for (var i = 100; i < 300; i++) writer.Append(i, Halves(rows[i]));
        }

        Assert.Equal(100, index.Count);
        Assert.Equal(new IndexState(1, 7), index.State);
        var other = VectorIndex.TryOpen(index.Path, 16, Tag)!;
        using (var writer = index.Write())
        {
            writer.Append(200, Halves(rows[200]));
            writer.Commit(new IndexState(2, 8));
        }

        Assert.Equal(200, index.Search(rows[200], 1)[0].Id);
        Assert.Equal(100, other.Count);
        other.Refresh();
        Assert.Equal(200, other.Search(rows[200], 1)[0].Id);
        Assert.Equal(101, other.Count);
    }

    [Fact]
    public void Removed_rows_are_found_no_more_and_replaced_ones_as_they_are_now() =>
        Gen.Select(Gen.Int[1, 400].Array[1, 12], Gen.Int[0, 1000]).Sample((sizes, seed) =>
        {
            var (random, index, expected) = (new Random(seed), Empty(8), new Dictionary<long, float[]>());
            for (var change = 0; change < sizes.Length; change++)
            {
                using var writer = index.Write();
                var ids = Enumerable.Range(0, sizes[change]).Select(_ => (long)random.Next(600)).Distinct().ToArray();
                writer.Remove(ids);
                foreach (var id in ids)
                {
                    expected.Remove(id);
                    if (random.Next(3) == 0) continue;
                    expected[id] = Rows(8, 1, random.Next())[0];
                    writer.Append(id, Halves(expected[id]));
                }

                writer.Commit(new IndexState(change + 1, 0));
            }

            var query = Rows(8, 1, seed)[0];
            foreach (var one in (VectorIndex[])[index, VectorIndex.TryOpen(index.Path, 8, Tag)!, index.Compact(_folder.At($"compact-{_files++}.vix"), TestContext.Current.CancellationToken)])
            {
                Assert.Equal(expected.Count, one.Count);
                var found = one.SearchExactly(query, 1000);
                Assert.Equal(expected.Keys.Order(), found.Select(neighbour => neighbour.Id).Order());
                Assert.All(found, neighbour => Assert.Equal(Dot(query, expected[neighbour.Id]), neighbour.Score, 1e-4f));
                Assert.Equal(new IndexState(sizes.Length, 0), one.State);
            }
        }, iter: 30, threads: 1);

    [Fact]
    public void A_file_cut_anywhere_holds_the_last_whole_change()
    {
        var index = Empty(8);
        var (ends, counts, rows) = (new List<long>(), new List<long>(), Units(8, 400, 1));
        var states = new List<IndexState>();
        void Note() => (ends, counts, states) = ([.. ends, new FileInfo(index.Path).Length], [.. counts, index.Count], [.. states, index.State]);
        Note();
        for (var change = 1; change <= 6; change++)
        {
            using var writer = index.Write();
            if (change % 2 == 0) writer.Remove([change, change + 3, change + 40]);
            for (var i = 0; i < 10 * change; i++) writer.Append(change * 60 + i, Halves(rows[change * 60 + i - 40]));
            writer.Commit(new IndexState(change, (ulong)change));
            Note();
        }

        var whole = File.ReadAllBytes(index.Path);
        var random = new Random(1);
        var blocks = IndexLog.Read(index.Path, index.Header, index.Header.Length).Blocks.Select(block => (int)block.Place);
        var lengths = ends.Select(end => (int)end).Concat(blocks).SelectMany(end => Enumerable.Range(end - 3, 7)).Concat(Enumerable.Range(0, 400).Select(_ => random.Next(whole.Length)));
        foreach (var length in lengths.Where(length => length >= 0 && length <= whole.Length).Distinct())
        {
            var path = _folder.At($"cut-{length}.vix");
            File.WriteAllBytes(path, whole[..length]);
            var cut = VectorIndex.TryOpen(path, 8, Tag);
            if (length < ends[0])
            {
                Assert.Null(cut);
                continue;
            }

            var last = ends.FindLastIndex(end => end <= length);
            Assert.Equal((counts[last], states[last]), (cut!.Count, cut.State));
            cut.Verify(TestContext.Current.CancellationToken);
            // And it goes on from there.
            using (var writer = cut.Write())
            {
                writer.Append(9999, Halves(rows[0]));
                writer.Commit(new IndexState(77, 7));
            }

            Assert.Equal(counts[last] + 1, VectorIndex.TryOpen(path, 8, Tag)!.Count);
            File.Delete(path);
        }
    }

    [Fact]
    public void A_byte_that_is_not_what_was_written_is_noticed()
    {
        var rows = Units(16, 3000, 1);
        var whole = File.ReadAllBytes(Made(16, rows).Path);
        var random = new Random(2);
        for (var run = 0; run < 200; run++)
        {
            var at = random.Next(whole.Length);
            var bad = (byte[])whole.Clone();
            bad[at] ^= (byte)(1 << random.Next(8));
            var path = _folder.At($"bad-{run}.vix");
            File.WriteAllBytes(path, bad);
            var index = VectorIndex.TryOpen(path, 16, Tag);
            // A damaged header of a block ends the log; anything else shows when it is read.
            if (index is not null && index.State.Change == 1) Assert.Throws<IndexDamageException>(() => index.Verify());
            else Assert.True(index is null || index.Count == 0);
            File.Delete(path);
        }
    }

    [Fact]
    public void Rows_and_queries_that_are_no_numbers_and_rows_that_come_twice_are_refused()
    {
        var index = Made(40, Units(40, 10, 1));
        using var writer = index.Write();
        var row = Halves(Units(40, 1, 2)[0]);
        foreach (var (at, value) in ((int, Half)[])[(0, Half.NaN), (39, Half.PositiveInfinity), (17, Half.NegativeInfinity)])
        {
            var bad = row.ToArray();
            bad[at] = value;
            Assert.Throws<ArgumentException>(() => writer.Append(100, bad));
            Assert.Throws<ArgumentException>(() => index.Search(Array.ConvertAll(bad, number => (float)number), 3));
        }

        writer.Append(100, row);
        writer.Append(100, row);
        Assert.Throws<InvalidOperationException>(() => writer.Commit(new IndexState(2, 2)));
        Assert.Equal(10, index.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Empty(VectorIndex.MaximumDimension + 1));
    }

    [Fact]
    public void Damaged_removals_are_no_index_and_leave_an_open_one_as_it_was()
    {
        var rows = Units(32, 700, 1);
        var index = Made(32, rows);
        var other = VectorIndex.TryOpen(index.Path, 32, Tag)!;
        var before = new FileInfo(index.Path).Length;
        using (var writer = index.Write())
        {
            writer.Remove([3L, 6L]);
            writer.Append(9999, Halves(rows[0]));
            writer.Commit(new IndexState(2, 2));
        }

        using (var file = new FileStream(index.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = before + 128; // behind the header of the removals
            file.WriteByte(0x55);
        }

        Assert.Throws<IndexDamageException>(other.Refresh);
        Assert.Equal((700, new IndexState(1, 1)), (other.Count, other.State));
        Assert.Equal(3, other.Search(rows[1], 1)[0].Id);
        Assert.Null(VectorIndex.TryOpen(index.Path, 32, Tag));
    }

    [Fact]
    public void What_wants_compaction_is_told_of_the_first_change_whenever_the_file_is_opened()
    {
        var rows = Units(16, 20_000, 1);
        var index = Made(16, rows[..1000]);
        Assert.False(index.WantsCompaction);
        using (var writer = index.Write())
        {
            for (var i = 1000; i < rows.Length; i++) writer.Append(i * 3L, Halves(rows[i]));
            writer.Commit(new IndexState(2, 2));
        }

        Assert.True(index.WantsCompaction);
        Assert.True(VectorIndex.TryOpen(index.Path, 16, Tag)!.WantsCompaction);
    }

    [Fact]
    public void Damaged_codes_stop_a_search()
    {
        var index = Made(16, Units(16, 3000, 1));
        using (var file = new FileStream(index.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = index.Header.Length + BlockHeader.Length + 99;
            file.WriteByte(unchecked((byte)~file.ReadByte()));
        }

        var again = VectorIndex.TryOpen(index.Path, 16, Tag)!;
        Assert.Throws<IndexDamageException>(() => again.Search(new float[16], 3));
    }

    [Fact]
    public void Another_dimension_another_tag_or_another_file_is_not_opened()
    {
        var index = Made(16, Units(16, 10, 1));
        Assert.NotNull(VectorIndex.TryOpen(index.Path, 16, Tag));
        Assert.Null(VectorIndex.TryOpen(index.Path, 17, Tag));
        Assert.Null(VectorIndex.TryOpen(index.Path, 16, [9]));
        Assert.Null(VectorIndex.TryOpen(_folder.At("absent.vix"), 16, Tag));
        Assert.Throws<ArgumentException>(() => index.Search(new float[3], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(new float[16], 0));
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

    private VectorIndex Empty(int dimension, float[]? centre = null) => VectorIndex.Create(_folder.At($"{_files++}.vix"), dimension, Tag, centre);

    private VectorIndex Made(int dimension, float[][] rows, float[]? centre = null)
    {
        var index = Empty(dimension, centre);
        using var writer = index.Write();
        for (var i = 0; i < rows.Length; i++) writer.Append(i * 3L, Halves(rows[i]));
        writer.Commit(new IndexState(1, 1));
        return index;
    }

    private static Half[] Halves(float[] row) => Array.ConvertAll(row, number => (Half)number);

    // Numbers that half precision holds exactly, so that the plain sort sees what the file holds.
    private static float[][] Rows(int dimension, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimension).Select(_ => random.Next(-64, 65) / 64f).ToArray())];
    }

    // Unit vectors about a common direction, as embeddings lie, rounded to half precision.
    private static float[][] Units(int dimension, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var row = Enumerable.Range(0, dimension).Select(i => random.NextSingle() - 0.5f + (i % 3 == 0 ? 0.4f : 0)).ToArray();
            var length = MathF.Sqrt(row.Sum(number => number * number));
            return Array.ConvertAll(row, number => (float)(Half)(number / length));
        })];
    }

    private static float[] Mean(float[][] rows) => [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
