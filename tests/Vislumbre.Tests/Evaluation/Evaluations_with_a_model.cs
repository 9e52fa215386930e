using System.Numerics.Tensors;
using Vislumbre.Encoding;
using Vislumbre.Evaluation;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Sources;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Evaluation;

public sealed class Evaluations_with_a_model : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DualEncoder _encoder = new(ModelReader.Open(SmallModel.Folder));

    public void Dispose()
    {
        _encoder.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_figures_are_those_of_embeddings_made_one_by_one()
    {
        var table = Captions(12);
        var report = await new CaptionEvaluation(_encoder, new EvaluationOptions { Batch = 5 }).RunAsync(table, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["en", "pt"], report.Languages.Select(one => one.Language));
        Assert.Equal((12, 24), (report.All.Photos, report.All.Captions));

        var english = table.Rows.Where(row => row.Language == "en").ToList();
        var photos = english.Select(row => _encoder.Image.Encode(PhotoSource.FromFile(Path.Combine(table.Folder, row.File)))).ToList();
        var expected = RetrievalMetrics.Measure(
            EmbeddingMatrix.FromRows(photos, 16), EmbeddingMatrix.FromRows([.. english.Select(row => _encoder.Text.Encode(row.Caption))], 16), [.. Enumerable.Range(0, 12)]);
        Assert.Equal(expected.TextToImage.MedianRank, report.Languages[0].Model.TextToImage.MedianRank);
        Assert.Equal(expected.MeanRecall, report.Languages[0].Model.MeanRecall, 1e-12);
    }

    [Fact]
    public async Task With_a_bank_the_ranking_by_score_is_the_one_without_and_the_others_are_of_longer_rows()
    {
        var table = Captions(12);
        var bank = new CaptionBank(["sea", "a red boat", "um farol", "two dogs"]);
        var report = await new CaptionEvaluation(_encoder, new EvaluationOptions { Bank = bank }).RunAsync(table, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["score", "qb-norm", "qb-norm", "strength"], report.Bank!.Methods.Select(method => method.Name));
        Assert.Equal((4, 24), (report.Bank.Sentences, report.Bank.Methods[3].Figures.Queries));
        Assert.Equal(report.All.TextToImage.MeanReciprocalRank, report.Bank.Methods[0].Figures.MeanReciprocalRank);

        var photos = EmbeddingMatrix.FromRows([.. Enumerable.Range(0, 12).Select(at => _encoder.Image.Encode(PhotoSource.FromFile(Path.Combine(table.Folder, $"painting-{at:D4}.jpg"))))], 16);
        var rows = new QueryBank(bank.Encode(_encoder.Text)).Strengths(photos, EmbeddingMatrix.FromRows([.. table.Rows.Select(row => _encoder.Text.Encode(row.Caption))], 16));
        var expected = RetrievalMetrics.Measure(rows.Photos, rows.Queries, [.. table.Rows.Select(row => int.Parse(row.File["painting-".Length..^4], System.Globalization.CultureInfo.InvariantCulture))]);
        Assert.Equal(expected.TextToImage.MeanReciprocalRank.Value, report.Bank.Methods[3].Figures.MeanReciprocalRank.Value, 0.05);
        Assert.Null((await new CaptionEvaluation(_encoder).RunAsync(table, cancellationToken: TestContext.Current.CancellationToken)).Bank);
    }

    [Fact]
    public async Task A_broken_photo_is_listed_and_the_others_are_evaluated()
    {
        var table = Captions(6);
        File.WriteAllText(Path.Combine(table.Folder, "painting-0002.jpg"), "words");
        File.WriteAllText(Path.Combine(table.Folder, "painting-0003.jpg"), "");
        var report = await new CaptionEvaluation(_encoder).RunAsync(table, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["painting-0002.jpg", "painting-0003.jpg"], report.Failed.Select(failure => Path.GetFileName(failure.Path)));
        Assert.Equal((4, 8), (report.All.Photos, report.All.Captions));
    }

    [Fact]
    public async Task Only_what_is_held_out_is_evaluated_and_the_baseline_learns_from_the_rest()
    {
        var table = Captions(30);
        var files = table.Rows.Select(row => row.File).Distinct().ToList();
        var held = files.Count(file => HeldOut.Contains(HeldOut.KeyOfFile(Path.Combine(table.Folder, file)), 0.4));
        Assert.InRange(held, 1, 29);
        var options = new EvaluationOptions { HeldOut = 0.4, Baseline = table.Folder, Language = "en" };
        var report = await new CaptionEvaluation(_encoder, options).RunAsync(table, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((held, held), (report.All.Photos, report.All.Captions));
        Assert.Equal(30 - held, report.BaselinePhotos);
        Assert.Equal(held, report.AllBaseline!.TextToImage.Queries);
    }

    [Fact]
    public async Task A_baseline_that_knows_the_very_captions_finds_every_photo()
    {
        var table = Captions(10);
        var twin = _folder.At("twin");
        Directory.CreateDirectory(twin);
        foreach (var file in Directory.GetFiles(table.Folder)) File.Copy(file, Path.Combine(twin, Path.GetFileName(file)));
        var report = await new CaptionEvaluation(_encoder, new EvaluationOptions { Baseline = twin }).RunAsync(table, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, report.AllBaseline!.TextToImage.Recalls[0].Recall.Value);
    }

    [Fact]
    public async Task A_baseline_may_not_learn_from_what_it_is_asked_about()
    {
        var table = Captions(3);
        var refused = await Assert.ThrowsAsync<EvaluationException>(() => new CaptionEvaluation(_encoder, new EvaluationOptions { Baseline = table.Folder }).RunAsync(table));
        Assert.Contains("--held-out", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EvaluationException>(() => new CaptionEvaluation(_encoder, new EvaluationOptions { Language = "de" }).RunAsync(table));
    }

    [Fact]
    public async Task Contrasts_are_scored_by_both_pictures()
    {
        var table = Captions(4);
        var (first, second) = ("painting-0000.jpg", "painting-0001.jpg");
        // The same caption both ways round: one of the two is right, whatever the model.
        File.WriteAllText(Path.Combine(table.Folder, "contrasts.tsv"), $"kind\tlanguage\tcaption\tright\twrong\nside\ten\ta hill\t{first}\t{second}\nside\ten\ta hill\t{second}\t{first}\nsame\ten\ta hill\t{first}\t{first}\n");
        var report = await new CaptionEvaluation(_encoder).RunAsync(table, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([("same", 1, 0), ("side", 2, 1)], report.Contrasts.Select(one => (one.Kind, one.Count, one.Right)));
    }

    [Fact]
    public async Task Classes_are_the_sub_folders_with_photos_that_can_be_read()
    {
        Classes();
        var options = new EvaluationOptions { Templates = ["a photo of a {}."], Names = new Dictionary<string, string> { ["night_sky"] = "céu" } };
        var report = await new ClassFolderEvaluation(_encoder, options).RunAsync(ClassFolder.Read(_folder.At("classes")), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["ceiling fan", "céu"], report.Model.Classes.Select(one => one.Name));
        Assert.Equal([12, 5], report.Model.Classes.Select(one => one.Photos));
        Assert.Equal([10, 5], report.Model.Classes.Select(one => one.Depth));
        Assert.Equal(0.5, report.Model.AccuracyChance);
        Assert.Equal("broken.jpg", Path.GetFileName(Assert.Single(report.Failed).Path));
    }

    [Fact]
    public async Task The_baseline_of_classes_is_the_nearest_known_photo()
    {
        Classes();
        var options = new EvaluationOptions { HeldOut = 0.5, Baseline = _folder.At("classes") };
        var report = await new ClassFolderEvaluation(_encoder, options).RunAsync(ClassFolder.Read(_folder.At("classes")), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(17, report.Model.Photos + report.BaselinePhotos);
        Assert.Equal(report.Model.Photos, report.Baseline!.Photos);
        var all = await new ClassFolderEvaluation(_encoder, new EvaluationOptions { Baseline = Copy("classes", "twin") })
            .RunAsync(ClassFolder.Read(_folder.At("classes")), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (all.Baseline!.Accuracy.Value, all.Baseline.Precision));
    }

    [Fact]
    public void Several_sentences_are_the_mean_of_their_unit_embeddings_at_unit_length()
    {
        var one = ClassPrompts.Encode(_encoder.Text, ["dog", "cat"], ["a {}.", "{}"]);
        var (first, second) = (_encoder.Text.Encode("a cat."), _encoder.Text.Encode("cat"));
        var mean = first.Zip(second, (a, b) => a + b).ToArray();
        var length = TensorPrimitives.Norm<float>(mean);
        Assert.All(one.Row(1).ToArray().Zip(mean), pair => Assert.Equal(pair.Second / length, pair.First, 1e-4f));
        Assert.Throws<EvaluationException>(() => ClassPrompts.Encode(_encoder.Text, ["dog"], ["a dog"]));
        Assert.Throws<EvaluationException>(() => ClassPrompts.Encode(_encoder.Text, ["dog"], []));
    }

    private CaptionTable Captions(int count)
    {
        var photos = _folder.At("photos");
        PaintedPictures.WriteFolder(photos, count, width: 80);
        File.WriteAllLines(Path.Combine(photos, "captions.tsv"), ["file\tlanguage\tcaption", .. Enumerable.Range(0, count).SelectMany(i =>
            new[] { $"painting-{i:0000}.jpg\ten\ta hill called {i}", $"painting-{i:0000}.jpg\tpt\tum morro chamado {i}" })]);
        return CaptionTable.Read(photos);
    }

    private void Classes()
    {
        PaintedPictures.WriteFolder(_folder.At("classes", "ceiling_fan"), 12, width: 80);
        PaintedPictures.WriteFolder(_folder.At("classes", "night_sky"), 5, width: 80, firstSeed: 100);
        Directory.CreateDirectory(_folder.At("classes", "empty"));
        Directory.CreateDirectory(_folder.At("classes", "only_broken"));
        File.WriteAllText(_folder.At("classes", "only_broken", "broken.jpg"), "words");
    }

    private string Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(_folder.At(from), "*.jpg", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_folder.At(to), Path.GetRelativePath(_folder.At(from), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return _folder.At(to);
    }
}
