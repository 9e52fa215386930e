using CsCheck;
using Vislumbre.Evaluation;
using Vislumbre.Sources;

namespace Vislumbre.Tests.Evaluation;

public sealed class Colour_baseline
{
    [Fact]
    public void A_histogram_counts_colours_by_cell()
    {
        // 2 × 2 pixels, one a cell: red, green, blue, black.
        var histogram = ColourHistogram.Of([255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0], 2);
        Assert.Equal([3 * 16, 64 + 3 * 4, 128 + 3, 192], Enumerable.Range(0, ColourHistogram.Length).Where(bin => histogram[bin] > 0));
        Assert.Equal(1, histogram.Sum());
        Assert.Throws<ArgumentException>(() => ColourHistogram.Of(new byte[11], 2));
    }

    [Fact]
    public void Intersection_is_one_with_itself_and_the_same_both_ways() => Gen.Select(Gen.Byte.Array[5 * 5 * 3], Gen.Byte.Array[5 * 5 * 3]).Sample((first, second) =>
    {
        var (a, b) = (ColourHistogram.Of(first, 5), ColourHistogram.Of(second, 5));
        Assert.Equal(1, ColourHistogram.Intersection(a, a), 1e-5f);
        Assert.Equal(ColourHistogram.Intersection(a, b), ColourHistogram.Intersection(b, a));
        Assert.Equal(a.Zip(b, MathF.Min).Sum(), ColourHistogram.Intersection(a, b), 1e-5f);
    });

    [Fact]
    public void A_caption_is_matched_by_its_rare_words_in_its_own_language()
    {
        var matcher = new CaptionMatcher(
        [
            new CaptionRow("a.jpg", "en", "A dog on a beach"),
            new CaptionRow("b.jpg", "en", "A cat on a sofa"),
            new CaptionRow("c.jpg", "en", "A dog in a car, a red car"),
            new CaptionRow("d.jpg", "pt", "Um sofa"),
        ]);
        Assert.Equal(1, matcher.Best("en", "the SOFA"));
        Assert.Equal(3, matcher.Best("pt", "sofa"));
        Assert.Equal(0, matcher.Best("en", "dog")); // the first among equals
        Assert.Equal(2, matcher.Best("en", "dog car"));
        Assert.Equal(0, matcher.Best("en", "on the beach"));
        Assert.Null(matcher.Best("en", "unseen"));
        Assert.Null(matcher.Best("de", "dog"));
    }
}
