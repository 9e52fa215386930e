using Vislumbre.Evaluation;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Evaluation;

public sealed class Neighbour_evaluation : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_counts_what_was_found_and_what_was_read()
    {
        var random = new Random(1);
        float[] Row() => [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() - 0.5f)];
        var index = VectorIndex.Create(_folder.At("rows.vix"), 64, [], []);
        using (var writer = index.Write())
        {
            for (var i = 0; i < 4000; i++) writer.Append(i, Array.ConvertAll(Row(), number => (Half)number));
            writer.Commit(new IndexState(1, 1));
        }

        var told = 0;
        var report = new NeighbourEvaluation(index).Run([("photos", [.. Enumerable.Range(0, 80).Select(_ => Row())], false), ("sentences", [], false)], new Told(() => told++), TestContext.Current.CancellationToken);
        var figures = Assert.Single(report.Queries);
        Assert.Equal((80, 4000L, 64, 80), (figures.Count, report.Rows, report.Dimension, told));
        Assert.InRange(figures.RecallAt10, 0.95, 1);
        Assert.InRange(figures.Rescored, 10, 4000);
        Assert.Equal(4000 * report.ScannedBytesPerRow + figures.Rescored * 128, figures.BytesRead, 1);
        Assert.True(figures.SharedMilliseconds > 0);
        Assert.True(figures.Milliseconds.P50 <= figures.Milliseconds.P99);
        Assert.Equal(new FileInfo(index.Path).Length, report.FileBytes);
    }

    [Fact]
    public void Percentiles_are_numbers_that_so_many_do_not_exceed()
    {
        Assert.Equal(new Percentiles(51, 91, 100), Percentiles.Of(Enumerable.Range(1, 100).Select(i => (double)i)));
        Assert.Equal(new Percentiles(7, 7, 7), Percentiles.Of([7]));
    }

    private sealed class Told(Action tell) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => tell();
    }
}
