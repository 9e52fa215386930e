using CsCheck;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Vectors;

public sealed unsafe class Scan_kernels
{
    public static TheoryData<string> Supported => [.. ScanKernels.All.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    [Theory, MemberData(nameof(Supported))]
    public void Each_finds_the_rows_that_plain_sums_find(string name) =>
        Gen.Select(Gen.Int[1, 700], Gen.Int[1, 200], Gen.Int[0, 100_000]).Sample((dimension, count, seed) =>
        {
            var (rows, query, centre) = Make(dimension, count, seed);
            var rotation = new Rotation(dimension, 7);
            var groups = Code(rows, centre, rotation, dimension);
            var table = new ScanTable(query, centre, rotation, 2);
            var expected = Enumerable.Range(0, count).Select(row => Plain(groups, row, table, rotation.Length)).ToArray();
            var threshold = expected.Select(one => one.Bound).Order().ElementAt(count / 2);
            var found = new Contender[count];
            int many;
            fixed (byte* start = groups) many = Kernel(name).Scan(start, count, table, threshold, found);
            var wanted = expected.Where(one => one.Bound > threshold + 1e-4f).Select(one => one.Row).ToHashSet();
            Assert.Superset(wanted, found[..many].Select(one => one.Row).ToHashSet());
            Assert.True(wanted.Count <= many);
            foreach (var one in found[..many])
            {
                Assert.Equal(expected[one.Row].Estimate, one.Estimate, 1e-3f);
                Assert.Equal(expected[one.Row].Bound, one.Bound, 1e-3f);
                Assert.True(one.Bound > threshold);
            }
        }, iter: 60, threads: 1);

    [Theory, MemberData(nameof(Supported))]
    public void Each_gives_the_dot_product_in_double_precision(string name) =>
        Gen.Select(Gen.Int[1, 700], Gen.Int[0, 100_000]).Sample((dimension, seed) =>
        {
            var random = new Random(seed);
            var query = Enumerable.Range(0, dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
            // Every size of half precision: large ones, subnormal ones, zeros of both signs.
            var row = Enumerable.Range(0, dimension).Select(_ => (Half)((random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-24, 8)))).ToArray();
            var expected = query.Zip(row, (q, r) => (double)q * (double)r).Sum();
            var scale = query.Zip(row, (q, r) => Math.Abs((double)q * (double)r)).Sum();
            fixed (Half* start = row) Assert.InRange(Kernel(name).Dot(Kernel(name).Prepare(query), start), expected - 1e-5 * scale - 1e-9, expected + 1e-5 * scale + 1e-9);
        }, iter: 300, threads: 1);

    [Theory, MemberData(nameof(Supported))]
    public void Each_half_precision_number_is_widened_as_it_is(string name)
    {
        Span<Half> row = stackalloc Half[64];
        var query = new float[64];
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var number = BitConverter.UInt16BitsToHalf((ushort)bits);
            if (!Half.IsFinite(number)) continue;
            var at = bits % 64;
            row.Clear();
            Array.Clear(query);
            (row[at], query[at]) = (number, 1);
            fixed (Half* start = row) Assert.Equal((float)number, Kernel(name).Dot(Kernel(name).Prepare(query), start));
        }
    }

    [Fact]
    public void Estimates_are_unbiased_and_as_sure_as_they_say()
    {
        const int Dimension = 512, Count = 4000;
        var (rows, query, centre) = Make(Dimension, Count, 5);
        var rotation = new Rotation(Dimension, 7);
        var groups = Code(rows, centre, rotation, Dimension);
        var table = new ScanTable(query, centre, rotation, 1); // the bound is one deviation away
        var errors = Enumerable.Range(0, Count).Select(row =>
        {
            var one = Plain(groups, row, table, rotation.Length);
            var exact = Enumerable.Range(0, Dimension).Sum(i => (double)(float)rows[row * Dimension + i] * query[i]);
            return (one.Estimate - exact) / (one.Bound - one.Estimate);
        }).ToArray();
        Assert.InRange(errors.Average(), -0.1, 0.1);
        Assert.InRange(Math.Sqrt(errors.Average(error => error * error)), 0.8, 1.2);
    }

    [Fact]
    public void A_rotation_keeps_dot_products_and_is_the_same_for_the_same_seed() =>
        Gen.Select(Gen.Int[1, 1600], Gen.Int[0, 100_000]).Sample((dimension, seed) =>
        {
            var random = new Random(seed);
            var rotation = new Rotation(dimension, (ulong)seed);
            var (a, b) = (new float[rotation.Length], new float[rotation.Length]);
            for (var i = 0; i < dimension; i++) (a[i], b[i]) = (random.NextSingle() - 0.5f, random.NextSingle() - 0.5f);
            var (dot, again) = (a.Zip(b, (x, y) => (double)x * y).Sum(), (float[])a.Clone());
            rotation.Apply(a);
            rotation.Apply(b);
            new Rotation(dimension, (ulong)seed).Apply(again);
            Assert.Equal(dot, a.Zip(b, (x, y) => (double)x * y).Sum(), 1e-3);
            Assert.Equal(a, again);
        }, iter: 100, threads: 1);

    [Fact]
    public void A_rotation_spreads_a_single_number_over_all()
    {
        foreach (var dimension in new[] { 64, 128, 512, 768, 640 })
        {
            var rotation = new Rotation(dimension, 1);
            var row = new float[rotation.Length];
            row[3] = 1;
            rotation.Apply(row);
            Assert.True(row.Max(Math.Abs) < 10 / MathF.Sqrt(rotation.Length), $"{dimension}: {row.Max(Math.Abs)}");
            Assert.True(row.Count(number => number != 0) > rotation.Length / 2);
        }
    }

    private static ScanKernel Kernel(string name) => ScanKernels.All.First(kernel => kernel.Name == name);

    private static (Half[] Rows, float[] Query, float[] Centre) Make(int dimension, int count, int seed)
    {
        var random = new Random(seed);
        float[] Numbers(int length, float scale) => [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * scale)];
        return (Array.ConvertAll(Numbers(dimension * count, 0.1f), number => (Half)number), Numbers(dimension, 0.1f), Numbers(dimension, 0.02f));
    }

    private static byte[] Code(Half[] rows, float[] centre, Rotation rotation, int dimension)
    {
        var count = rows.Length / dimension;
        var length = CodeLayout.GroupLength(rotation.Length);
        var groups = new byte[CodeLayout.Groups(count) * length];
        var coder = new RowCoder(rotation, centre);
        for (var first = 0; first < count; first += CodeLayout.GroupRows)
            coder.Code(rows.AsSpan(first * dimension, Math.Min(CodeLayout.GroupRows, count - first) * dimension), groups.AsSpan(first / CodeLayout.GroupRows * length, length));
        return groups;
    }

    // One row at a time, one half-byte at a time.
    private static Contender Plain(byte[] groups, int row, ScanTable table, int length)
    {
        var group = groups[(row / 32 * CodeLayout.GroupLength(length))..];
        var at = row % 32;
        var steps = 0;
        for (var code = 0; code < length / 8; code++)
        {
            var bits = group[code * 32 + at];
            steps += table.Tables[ScanTable.Place(2 * code) + bits % 16] + table.Tables[ScanTable.Place(2 * code + 1) + bits / 16];
        }

        float Factor(int which) => BitConverter.ToSingle(group, CodeLayout.BitsLength(length) + which * CodeLayout.FactorLength + 4 * at);
        var estimate = table.Constant + table.Tilt * Factor(1) + Factor(0) * (table.Scale * steps + table.Bias);
        return new Contender(row, estimate, estimate + table.Slack * Factor(2));
    }
}
