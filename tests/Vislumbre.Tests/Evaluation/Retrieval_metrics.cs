using CsCheck;
using Vislumbre.Evaluation;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Evaluation;

public sealed class Retrieval_metrics
{
    // Three photos on the axes; what a caption says is its cosine with each. Captions 0 and 1 are of photo 0, 2 of photo 1, 3 of photo 2.
    private static readonly float[][] Said = [[.9f, .4f, .1f], [.2f, .8f, .3f], [.1f, .7f, .7f], [.8f, .6f, .5f]];
    private static readonly int[] Owner = [0, 0, 1, 2];

    [Fact]
    public void Words_to_photo_is_as_computed_by_hand()
    {
        // Ranks of the right photo: 1; 3 (.2 after .8 and .3); 2 (.7 ties and the tie goes before); 3.
        var found = Measure(Axes(3), Said, Owner).TextToImage;
        Assert.Equal(4, found.Queries);
        Assert.Equal(0.25, Recall(found, 1));
        Assert.Equal(1, Recall(found, 5));
        Assert.Equal(2.5, found.MedianRank);
        Assert.Equal((1 + 1 / 3.0 + 1 / 2.0 + 1 / 3.0) / 4, found.MeanReciprocalRank.Value, 1e-12);
        Assert.Equal((1 + 0.5 + 1 / Math.Log2(3) + 0.5) / 4, found.NdcgAt10, 1e-12);
        Assert.Equal([1 / 3.0, 1, 1], found.Recalls.Select(recall => recall.Chance));
    }

    [Fact]
    public void Photo_to_words_takes_the_best_of_a_photos_captions_as_computed_by_hand()
    {
        // Photo 0: .9 .2 own, .1 .8 others: own stand first and third. Photo 1: own .7 after .8 only.
        // Photo 2: own .5 after .7 only.
        var found = Measure(Axes(3), Said, Owner).ImageToText;
        Assert.Equal(3, found.Queries);
        Assert.Equal(1 / 3.0, Recall(found, 1), 1e-12);
        Assert.Equal(2, found.MedianRank);
        Assert.Equal((1 + 0.5 + 0.5) / 3, found.MeanReciprocalRank.Value, 1e-12);
        var second = 1 / Math.Log2(3);
        Assert.Equal(((1 + 0.5) / (1 + second) + second + second) / 3, found.NdcgAt10, 1e-12);
        // One drawn of four: photo 0 has two of them, the others one.
        Assert.Equal((0.5 + 0.25 + 0.25) / 3, found.Recalls[0].Chance, 1e-12);
    }

    [Fact]
    public void A_model_that_says_the_same_of_everything_gets_no_credit()
    {
        // A dimension that no vector register divides, so that equal rows lie differently in memory.
        var same = Enumerable.Range(0, 13).Select(i => MathF.Sin(i + 1)).ToArray();
        var photos = EmbeddingMatrix.FromRows([.. Enumerable.Repeat(same, 100)], 13);
        var report = RetrievalMetrics.Measure(photos, EmbeddingMatrix.FromRows([.. Enumerable.Repeat(same, 200)], 13), [.. Enumerable.Range(0, 200).Select(i => i / 2)]);
        Assert.Equal(100, report.TextToImage.MedianRank);
        Assert.Equal(199, report.ImageToText.MedianRank); // behind all captions of others
        Assert.Equal(0, report.MeanRecall);
        Assert.Equal(0, report.TextToImage.NdcgAt10 + report.ImageToText.NdcgAt10);
    }

    [Fact]
    public void Embeddings_that_are_not_numbers_get_no_credit()
    {
        var report = Measure(Axes(3), [[float.NaN, 0, 0], [float.NaN, 1, 0], [0, float.NaN, 0]], [0, 1, 2]);
        Assert.Equal([3, 3], new[] { report.TextToImage.MedianRank, report.ImageToText.MedianRank });
    }

    [Fact]
    public void Perfect_embeddings_give_one_everywhere() => Gen.Int[2, 40].Sample(count =>
    {
        var report = Measure(Axes(count), [.. Axes(count).Concat(Axes(count))], [.. Enumerable.Range(0, 2 * count).Select(i => i % count)]);
        foreach (var direction in new[] { report.TextToImage, report.ImageToText })
        {
            Assert.All(direction.Recalls, recall => Assert.Equal(new Estimate(1, 1, 1), recall.Recall));
            Assert.Equal((1.0, 1.0), (direction.MedianRank, direction.MeanReciprocalRank.Value));
            Assert.Equal(1, direction.NdcgAt10, 1e-12);
        }
    }, iter: 20);

    [Fact]
    public void Ranks_are_those_of_a_plain_sort() => Scenes.Sample((photos, captions, owner) =>
    {
        var report = Measure(photos, captions, owner, depth: 3);
        var toPhoto = captions.Select((caption, i) => 1 + photos.Where((_, photo) => photo != owner[i]).Count(photo => Dot(caption, photo) >= Dot(caption, photos[owner[i]]))).ToList();
        Assert.Equal(toPhoto.Average(rank => rank <= 3 ? 1.0 : 0), Recall(report.TextToImage, 3), 1e-12);
        Assert.Equal(toPhoto.Average(rank => 1.0 / rank), report.TextToImage.MeanReciprocalRank.Value, 1e-12);
        var toWords = owner.Distinct().Select(photo =>
        {
            // Others first among equals: the plain sort's way of being pessimistic.
            var sorted = captions.Select((caption, i) => (Score: Dot(caption, photos[photo]), IsOwn: owner[i] == photo)).OrderByDescending(one => one.Score).ThenBy(one => one.IsOwn).ToList();
            var ideal = Enumerable.Range(0, Math.Min(10, owner.Count(one => one == photo))).Sum(i => 1 / Math.Log2(i + 2));
            return (Rank: sorted.FindIndex(one => one.IsOwn) + 1, Ndcg: sorted.Take(10).Select((one, i) => one.IsOwn ? 1 / Math.Log2(i + 2) : 0).Sum() / ideal);
        }).ToList();
        Assert.Equal(toWords.Average(one => 1.0 / one.Rank), report.ImageToText.MeanReciprocalRank.Value, 1e-12);
        Assert.Equal(toWords.Average(one => one.Ndcg), report.ImageToText.NdcgAt10, 1e-12);
    }, iter: 60);

    [Fact]
    public void Recall_never_falls_with_depth() => Scenes.Sample((photos, captions, owner) =>
    {
        var report = RetrievalMetrics.Measure(Matrix(photos), Matrix(captions), owner, new RetrievalOptions { Depths = [1, 2, 3, 5, 8, 13, 1000], Resamples = 10 });
        foreach (var direction in new[] { report.TextToImage, report.ImageToText })
        {
            Assert.Equal(direction.Recalls.Select(recall => recall.Recall.Value).Order(), direction.Recalls.Select(recall => recall.Recall.Value));
            Assert.Equal((1, 1), (direction.Recalls[^1].Recall.Value, direction.Recalls[^1].Chance));
        }
    }, iter: 40);

    [Fact]
    public void The_order_of_photos_and_captions_changes_no_figure() => Scenes.Sample((photos, captions, owner) =>
    {
        var random = new Random(captions.Length);
        var photoOrder = Enumerable.Range(0, photos.Length).OrderBy(_ => random.Next()).ToArray();
        var captionOrder = Enumerable.Range(0, captions.Length).OrderBy(_ => random.Next()).ToArray();
        var straight = Measure(photos, captions, owner);
        var shuffled = Measure([.. photoOrder.Select(i => photos[i])], [.. captionOrder.Select(i => captions[i])], [.. captionOrder.Select(i => Array.IndexOf(photoOrder, owner[i]))]);
        Assert.Equal(straight.MeanRecall, shuffled.MeanRecall, 1e-12);
        foreach (var (a, b) in new[] { (straight.TextToImage, shuffled.TextToImage), (straight.ImageToText, shuffled.ImageToText) })
        {
            Assert.Equal(a.MedianRank, b.MedianRank);
            Assert.Equal(a.MeanReciprocalRank.Value, b.MeanReciprocalRank.Value, 1e-12);
            Assert.Equal(a.NdcgAt10, b.NdcgAt10, 1e-12);
            Assert.Equal(a.Recalls[0].Chance, b.Recalls[0].Chance, 1e-12);
        }
    }, iter: 40);

    [Fact]
    public void Intervals_are_the_same_each_time_and_hold_the_figure() => Scenes.Sample((photos, captions, owner) =>
    {
        var (first, second) = (Measure(photos, captions, owner), Measure(photos, captions, owner));
        foreach (var (a, b) in new[] { (first.TextToImage, second.TextToImage), (first.ImageToText, second.ImageToText) })
        {
            Assert.Equal(a.Recalls, b.Recalls);
            Assert.Equal(a.MeanReciprocalRank, b.MeanReciprocalRank);
            Assert.All(a.Recalls.Select(recall => recall.Recall).Append(a.MeanReciprocalRank), estimate =>
            {
                Assert.InRange(estimate.Value, estimate.Low - 1e-12, estimate.High + 1e-12);
                Assert.InRange(estimate.Low, 0, 1);
                Assert.InRange(estimate.High, 0, 1);
            });
        }
    }, iter: 20);

    [Fact]
    public void Captions_of_one_photo_are_drawn_together()
    {
        // Two photos of fifty captions each, one always found and one never: whole photos drawn, the interval is all of [0, 1].
        var captions = Enumerable.Range(0, 100).Select(_ => new float[] { 1, 0 }).ToArray();
        var recall = Measure(Axes(2), captions, [.. Enumerable.Range(0, 100).Select(i => i / 50)]).TextToImage.Recalls[0].Recall;
        Assert.Equal(new Estimate(0.5, 0, 1), recall);
    }

    [Fact]
    public void A_photo_without_captions_is_no_query_but_stands_in_the_way()
    {
        var report = Measure(Axes(3), [[.9f, .1f, 1f]], [0]);
        Assert.Equal((1, 2.0), (report.TextToImage.Queries, report.TextToImage.MedianRank));
        Assert.Equal((1, 1.0), (report.ImageToText.Queries, report.ImageToText.MedianRank));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Measure(Axes(3), [[1f, 0]], [0]));
        Assert.Throws<ArgumentException>(() => Measure(Axes(3), Said, [0, 0, 1]));
        Assert.Throws<ArgumentException>(() => Measure(Axes(3), Said, [0, 0, 1, 3]));
        Assert.Throws<ArgumentException>(() => RetrievalMetrics.Measure(Matrix(Axes(3)), new EmbeddingMatrix(ReadOnlyMemory<float>.Empty, 3), []));
        Assert.Throws<ArgumentException>(() => new EmbeddingMatrix(new float[5], 3));
    }

    // Small whole numbers, so that ties are many and sums exact; sizes past one tile.
    private static readonly Gen<(float[][], float[][], int[])> Scenes = Gen.Select(Gen.Int[30, 90], Gen.Int[31, 150], Gen.Int[0, 1000]).Select((photos, captions, seed) =>
    {
        var random = new Random(seed);
        float[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 5).Select(_ => (float)random.Next(-2, 3)).ToArray())];
        return (Rows(photos), Rows(captions), Enumerable.Range(0, captions).Select(_ => random.Next(photos)).ToArray());
    });

    private static RetrievalReport Measure(float[][] photos, float[][] captions, int[] owner, int depth = 1) => RetrievalMetrics.Measure(
        Matrix(photos), Matrix(captions), owner, new RetrievalOptions { Depths = depth == 1 ? [1, 5, 10] : [depth] });

    private static double Recall(RetrievalDirection direction, int k) => direction.Recalls.Single(recall => recall.K == k).Recall.Value;

    private static EmbeddingMatrix Matrix(float[][] rows) => EmbeddingMatrix.FromRows(rows, rows[0].Length);

    private static float[][] Axes(int count) => [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, count).Select(j => i == j ? 1f : 0).ToArray())];

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
