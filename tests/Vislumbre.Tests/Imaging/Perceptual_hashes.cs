using NetVips;
using Vislumbre.Imaging;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Imaging;

public sealed class Perceptual_hashes
{
    [Fact]
    public void A_copy_resaved_or_resized_or_brightened_is_within_four_bits()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            using var original = Image.NewFromBuffer(PaintedPictures.Encode(320, 214, seed, "png")).Flatten();
            using var resaved = Image.NewFromBuffer(original.JpegsaveBuffer(q: 40));
            using var half = original.Resize(0.5);
            using var third = Image.NewFromBuffer(original.Resize(1 / 3.0).JpegsaveBuffer(q: 60));
            using var brighter = original.Linear([0.75], [20.0], uchar: true);
            foreach (var (name, copy) in new[] { (nameof(resaved), resaved), (nameof(half), half), (nameof(third), third), (nameof(brighter), brighter) })
                Assert.True(PerceptualHash.Distance(Hash(original), Hash(copy)) <= 4, $"{name} of {seed}: {PerceptualHash.Distance(Hash(original), Hash(copy))}");
        }
    }

    [Fact]
    public void Photographs_are_near_their_worse_copies_and_far_from_each_other()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var files = Directory.GetFiles(SharedFolder.At("photos", "documerica"), "*.jpg").Order().Take(30).ToArray();
        var hashes = files.Select(file => Hash(File.ReadAllBytes(file))).ToArray();
        var copies = files.Select(file => PerceptualHash.Distance(Hash(File.ReadAllBytes(file)), Hash(WorseCopy.Of(file)))).ToArray();
        var strangers = (from i in Enumerable.Range(0, hashes.Length) from j in Enumerable.Range(0, i) select PerceptualHash.Distance(hashes[i], hashes[j])).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine($"copies at most {copies.Max()}, strangers at least {strangers.Min()}");
        Assert.InRange(copies.Max(), 0, 4);
        Assert.InRange(strangers.Min(), 11, 63);
    }

    [Fact]
    public void Different_pictures_are_more_than_ten_bits_apart()
    {
        // Waves of random directions: landscapes all have a sky above and would be alike by design.
        var hashes = Enumerable.Range(0, 30).Select(seed =>
        {
            var random = new Random(seed);
            var waves = Enumerable.Range(0, 30).Select(_ => (X: random.Next(8), Y: random.Next(8), Phase: random.NextDouble() * 6)).ToArray();
            return PerceptualHash.Of(Grey(64, 48, (x, y) => 128 + 8 * waves.Sum(w => Math.Cos(w.Phase + w.X * x / 64.0 * 3.14 + w.Y * y / 48.0 * 3.14))), 64, 48);
        }).ToArray();
        Assert.All(from i in Enumerable.Range(0, 30) from j in Enumerable.Range(0, i) select (i, j), pair => Assert.InRange(PerceptualHash.Distance(hashes[pair.i], hashes[pair.j]), 11, 63));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 300)]
    [InlineData(224, 224)]
    public void Flat_pictures_have_the_hash_zero(int width, int height)
    {
        for (var grey = 0; grey < 256; grey++) Assert.Equal(0UL, PerceptualHash.Of(Grey(width, height, (_, _) => grey), width, height));
    }

    [Theory]
    [InlineData(5, 9)]
    [InlineData(33, 31)]
    [InlineData(100, 75)]
    public void It_is_what_the_definition_says(int width, int height)
    {
        var random = new Random(width);
        var rgb = new byte[3 * width * height];
        random.NextBytes(rgb);
        Assert.Equal(Slow(rgb, width, height), PerceptualHash.Of(rgb, width, height));
    }

    [Fact]
    public void The_distance_counts_the_bits_that_differ()
    {
        Assert.Equal(0, PerceptualHash.Distance(77, 77));
        Assert.Equal(3, PerceptualHash.Distance(0b1011, 0b0000));
        Assert.Equal(64, PerceptualHash.Distance(0, ulong.MaxValue));
    }

    [Fact]
    public void Bytes_that_are_no_picture_are_refused() => Assert.Throws<ArgumentException>(() => PerceptualHash.Of(new byte[13], 2, 2));

    private static ulong Slow(byte[] rgb, int width, int height)
    {
        var waves = new List<double>();
        var means = Enumerable.Range(0, 32 * 32).Select(i => Mean(rgb, width, height, i % 32, i / 32)).ToArray();
        for (var v = 0; v < 8; v++)
        {
            for (var u = 0; u < 8; u++)
            {
                var sum = 0.0;
                for (var row = 0; row < 32; row++)
                {
                    for (var column = 0; column < 32; column++)
                        sum += means[32 * row + column] * Math.Cos(Math.PI * u * (2 * column + 1) / 64) * Math.Cos(Math.PI * v * (2 * row + 1) / 64);
                }

                waves.Add(sum * Math.Sqrt((u == 0 ? 1 : 2) / 32.0) * Math.Sqrt((v == 0 ? 1 : 2) / 32.0));
            }
        }

        waves.RemoveAt(0);
        var median = waves.Order().ElementAt(31);
        return waves.Select((wave, i) => wave > median + 0.5 ? 1UL << i : 0).Aggregate((a, b) => a | b);
    }

    private static double Mean(byte[] rgb, int width, int height, int column, int row)
    {
        double sum = 0, area = 0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var part = Overlap(x, column * width / 32.0, width / 32.0) * Overlap(y, row * height / 32.0, height / 32.0);
                var at = 3 * (y * width + x);
                sum += part * (0.299 * rgb[at] + 0.587 * rgb[at + 1] + 0.114 * rgb[at + 2]);
                area += part;
            }
        }

        return sum / area;
    }

    private static double Overlap(double pixel, double from, double length) => Math.Max(0, Math.Min(pixel + 1, from + length) - Math.Max(pixel, from));

    private static ulong Hash(byte[] file)
    {
        using var picture = Image.NewFromBuffer(file);
        return Hash(picture);
    }

    private static ulong Hash(Image picture)
    {
        using var colour = picture.Colourspace(Enums.Interpretation.Srgb);
        return PerceptualHash.Of(colour.WriteToMemory<byte>(), colour.Width, colour.Height);
    }

    private static byte[] Grey(int width, int height, Func<int, int, double> of) =>
        [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) from channel in Enumerable.Range(0, 3) select (byte)Math.Clamp(of(x, y), 0, 255)];
}
