using Vislumbre.Evaluation;
using Vislumbre.Sources;

namespace Vislumbre.Tests.Evaluation;

public sealed class Class_metrics
{
    [Fact]
    public void Precision_and_accuracy_are_as_computed_by_hand()
    {
        // Photos × classes. Class a has photos 0, 1, 2; class b photo 3; class c photo 4, whose scores tie.
        float[] scores =
        [
            .9f, .1f, .0f,
            .4f, .5f, .1f,
            .8f, .2f, .1f,
            .7f, .6f, .1f,
            .3f, .0f, .3f,
        ];
        var found = ClassMetrics.Measure(scores, [0, 0, 0, 1, 2], [("a", "A"), ("b", "B"), ("c", "C")]);
        // For a: photos 0, 2, 3 come first, two of them right. For b: photo 3. For c: photo 4.
        Assert.Equal([2 / 3.0, 1, 1], found.Classes.Select(one => one.Precision));
        Assert.Equal([3, 1, 1], found.Classes.Select(one => one.Depth));
        // Nearest: 0 right, 1 wrong, 2 right; 3 wrong; 4 a tie, which is wrong.
        Assert.Equal([2 / 3.0, 0, 0], found.Classes.Select(one => one.Accuracy));
        Assert.Equal(0.4, found.Accuracy.Value);
        Assert.Equal(2 / 9.0, found.MeanClassAccuracy, 1e-12);
        Assert.Equal(1 / 3.0, found.PrecisionChance, 1e-12);
        Assert.Equal(1 / 3.0, found.AccuracyChance, 1e-12);
        Assert.Equal(["b", "c", "a"], found.Best.Select(one => one.Folder));
        Assert.Equal("a", found.Worst[0].Folder);
    }

    [Fact]
    public void Scores_that_are_all_the_same_get_no_credit()
    {
        var found = ClassMetrics.Measure(new float[60 * 3], [.. Enumerable.Range(0, 60).Select(photo => photo / 20)], [("a", "a"), ("b", "b"), ("c", "c")]);
        Assert.Equal((0, 0), (found.Precision, found.Accuracy.Value));
    }

    [Fact]
    public void A_class_without_photos_and_scores_of_another_shape_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ClassMetrics.Measure(new float[4], [0, 0], [("a", "a"), ("b", "b")]));
        Assert.Throws<ArgumentException>(() => ClassMetrics.Measure(new float[3], [0, 1], [("a", "a"), ("b", "b")]));
    }

    // Wilson's interval of 8 in 10 is the textbook's .490 to .943 (Newcombe 1998 gives the method's figures).
    [Theory]
    [InlineData(8, 10, .4902, .9433)]
    [InlineData(0, 10, 0, .2775)]
    [InlineData(10, 10, .7225, 1)]
    public void A_share_has_Wilsons_interval(int hits, int trials, double low, double high)
    {
        var share = Estimate.OfShare(hits, trials);
        Assert.Equal(low, share.Low, 1e-4);
        Assert.Equal(high, share.High, 1e-4);
    }

    [Fact]
    public void A_contrast_is_right_only_where_the_right_picture_scores_strictly_higher()
    {
        ContrastRow Row(string kind, string? language) => new(kind, language, "x", "a.jpg", "b.jpg");
        var found = ContrastReport.Measure([Row("side", "en"), Row("count", "pt"), Row("count", "en"), Row("count", "en")], [1, 1, 2, .5f], [0, 1, 1, .6f]);
        Assert.Equal([("count", "en", 2, 1), ("count", "pt", 1, 0), ("side", "en", 1, 1)], found.Select(one => (one.Kind, one.Language, one.Count, one.Right)));
        Assert.Equal(0.5, found[0].Share.Value);
        Assert.Empty(ContrastReport.Measure([], [], []));
    }
}
