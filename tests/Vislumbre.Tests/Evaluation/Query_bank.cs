using CsCheck;
using Vislumbre.Encoding;
using Vislumbre.Evaluation;
using Vislumbre.Searching;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Evaluation;

/// <summary>QB-Norm and ranking by strength, against what their definitions say.</summary>
public sealed class Query_bank
{
    [Fact]
    public void Qb_norm_ranks_as_the_papers_formula_in_double_precision()
    {
        var (corrected, left) = (0, 0);
        Gen.Int[2, 40].Select(Gen.Int[1, 12], Gen.Int[2, 10], Gen.Int, Gen.Float[1, 100]).Sample(
            (photoCount, bankCount, dimension, seed, beta) =>
            {
                var random = new Random(seed);
                var (photos, bank, queries) = (Rows(photoCount, dimension, random), Rows(bankCount, dimension, random), Rows(6, dimension, random));
                var (longPhotos, longQueries) = new QueryBank(bank, beta).Normalized(photos, queries, TestContext.Current.CancellationToken);
                for (var query = 0; query < queries.Count; query++)
                {
                    // Bogolin et al. 2022, equations 3 to 5: the activation set is of the photos nearest to a sentence of the bank.
                    var scores = Enumerable.Range(0, photoCount).Select(photo => Dot(queries.Row(query), photos.Row(photo))).ToList();
                    var set = Enumerable.Range(0, bankCount).Select(row => Enumerable.Range(0, photoCount).MaxBy(photo => Dot(bank.Row(row), photos.Row(photo)))).ToHashSet();
                    var isHub = set.Contains(Enumerable.Range(0, photoCount).MaxBy(photo => scores[photo]));
                    var expected = !isHub ? scores : Enumerable.Range(0, photoCount)
                        .Select(photo => Math.Log(Math.Exp(beta * scores[photo]) / Enumerable.Range(0, bankCount).Sum(row => Math.Exp(beta * Dot(bank.Row(row), photos.Row(photo))))) / beta).ToList();
                    for (var photo = 0; photo < photoCount; photo++) Assert.Equal(expected[photo], Dot(longQueries.Row(query), longPhotos.Row(photo)), 1e-5);
                    if (isHub) Interlocked.Increment(ref corrected);
                    else Interlocked.Increment(ref left);
                }
            },
            iter: 200);
        Assert.True(corrected > 100 && left > 100, $"both cases must come: {corrected}, {left}");
    }

    [Fact]
    public void A_hub_that_is_near_to_every_sentence_no_longer_stands_before_the_right_photo()
    {
        // The first photo lies in the middle of all sentences; each query's own photo is almost as near to it.
        var photos = Matrix([1, 1, 1, 0], [1, 0, 0, 0.9f], [0, 1, 0, 0.9f], [0, 0, 1, 0.9f]);
        var queries = Matrix([1, 0.4f, 0.4f, 0.2f], [0.4f, 1, 0.4f, 0.2f], [0.4f, 0.4f, 1, 0.2f]);
        var bank = Matrix([1, 0.9f, 1, 0], [1, 1, 0.9f, 0], [0.9f, 1, 1, 0]);
        double Recall(EmbeddingMatrix gallery, EmbeddingMatrix asked) => RetrievalMetrics.Measure(gallery, asked, [1, 2, 3]).TextToImage.Recalls[0].Recall.Value;
        var normalized = new QueryBank(bank).Normalized(photos, queries, TestContext.Current.CancellationToken);
        Assert.Equal((0, 1), (Recall(photos, queries), Recall(normalized.Photos, normalized.Queries)));
    }

    [Fact]
    public void Rows_for_strengths_multiply_to_strengths()
    {
        var random = new Random(8);
        var (photos, bank, queries) = (Rows(9, 16, random), Rows(50, 16, random), Rows(5, 16, random));
        var rows = new QueryBank(bank).Strengths(photos, queries);
        var background = Background.Of(bank);
        for (var query = 0; query < 5; query++)
        {
            for (var photo = 0; photo < 9; photo++) Assert.Equal(background.Strength(queries.Row(query), photos.Row(photo)), Dot(rows.Queries.Row(query), rows.Photos.Row(photo)), 1e-4);
        }
    }

    [Fact]
    public void Classes_are_measured_by_what_the_first_photos_could_be()
    {
        // Two classes of three and one photos; the first name finds right, wrong, right, right, and the second right last.
        float[] scores = [0.9f, 0.8f, 0.5f, 0.7f, 0.3f, 0.6f, 0.7f, 0.1f];
        var figures = ClassRetrieval.Measure(scores, [0, 0, 0, 1], 2, new RetrievalOptions { Depths = [1, 2, 10], Resamples = 10 });
        Assert.Equal([0.5, 0.25, 1], figures.Recalls.Select(recall => recall.Recall.Value));
        Assert.Equal([(0.75 + 0.25) / 2, (0.75 + 0.5) / 2, 1], figures.Recalls.Select(recall => recall.Chance));
        Assert.Equal((2.5, (1 + 0.25) / 2), (figures.MedianRank, figures.MeanReciprocalRank.Value));
        var (second, third, fourth) = (1 / Math.Log2(3), 1 / Math.Log2(4), 1 / Math.Log2(5));
        Assert.Equal(((1 + third + fourth) / (1 + second + third) + fourth) / 2, figures.NdcgAt10, 1e-12);
    }

    private static double Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++) sum += (double)one[i] * other[i];
        return sum;
    }

    private static EmbeddingMatrix Matrix(params float[][] rows)
    {
        foreach (var row in rows) UnitVectors.Normalize(row);
        return EmbeddingMatrix.FromRows(rows, rows[0].Length);
    }

    private static EmbeddingMatrix Rows(int count, int dimension, Random random) =>
        Matrix([.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimension).Select(_ => (float)(random.NextDouble() - 0.4)).ToArray())]);
}
