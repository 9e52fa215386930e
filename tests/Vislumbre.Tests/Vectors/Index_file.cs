using CsCheck;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Vectors;

/// <summary>What is written is there, whole or not at all, and what is damaged is no answer.</summary>
public sealed class Index_file : IndexScene
{
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
            foreach (var one in (VectorIndex[])[index, VectorIndex.TryOpen(index.Path, 8, Tag)!, index.Compact(NextFile("compact-"), TestContext.Current.CancellationToken)])
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
            var path = Folder.At($"cut-{length}.vix");
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
            var path = Folder.At($"bad-{run}.vix");
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
        Assert.Null(VectorIndex.TryOpen(Folder.At("absent.vix"), 16, Tag));
        Assert.Throws<ArgumentException>(() => index.Search(new float[3], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(new float[16], 0));
    }
}
