using System.Text.Json.Nodes;
using Vislumbre.Encoding;
using Vislumbre.Evaluation;
using Vislumbre.Imaging;
using Vislumbre.Scenes;
using Vislumbre.Sources;
using Vislumbre.Testing;
using Vislumbre.Training.Data;
using Vislumbre.Training.Learning;

namespace Vislumbre.Training.Tests;

public sealed class Training_data
{
    [Fact]
    public void Scenes_that_differ_little_meet_in_one_batch_of_every_epoch()
    {
        using var folder = new TemporaryFolder();
        SceneFolder.Write(folder.Path, new SceneFolderOptions { Count = 64, Seed = 3, Size = 64, Variants = true });
        var options = new TrainingOptions { Data = folder.Path, Output = Path.Combine(folder.Path, "model"), Batch = 8, HeldOut = 0, Vocabulary = 600 };
        var data = TrainingSet.Read(folder.Path, 0);
        Assert.Equal(32, data.Learning.Select(photo => photo.Group).Distinct().Count());
        using var source = new Drawing(data, options);
        var orders = Enumerable.Range(0, 2).Select(epoch => Enumerable.Range(0, 8).SelectMany(step => source.Photos(epoch * 8 + step)).ToArray()).ToArray();
        Assert.All(orders, order => Assert.Equal(64, order.Distinct().Count()));
        Assert.All(orders, order => Assert.All(order.Chunk(8), batch => Assert.Equal(4, batch.Select(photo => data.Learning[photo].Group).Distinct().Count())));
        Assert.NotEqual(orders[0], orders[1]);
    }

    [Fact]
    public void Scenes_of_one_setting_meet_in_a_batch_and_each_is_seen_once_an_epoch()
    {
        using var folder = new TemporaryFolder();
        SceneFolder.Write(folder.Path, new SceneFolderOptions { Count = 400, Seed = 3, Size = 64 });
        var data = TrainingSet.Read(folder.Path, 0);
        var settings = data.Learning.Select(photo => photo.Setting).ToArray();
        Assert.All(settings, setting => Assert.Matches(@"^\w+\|\w+$", setting));
        var options = new TrainingOptions { Data = folder.Path, Output = folder.At("model"), Batch = 40, HeldOut = 0, Vocabulary = 600 };
        using var chance = new Drawing(data, options);
        using var together = new Drawing(data, options with { Together = 8 });
        Assert.Equal(400, Enumerable.Range(0, 10).SelectMany(together.Photos).Distinct().Count());
        Assert.True(Settings(together) < 0.6 * Settings(chance), $"{Settings(together)} settings a batch, {Settings(chance)} by chance");
        Assert.NotEqual(together.Photos(0), together.Photos(10));

        double Settings(Drawing drawing) => Enumerable.Range(0, 10).Average(step => drawing.Photos(step).Select(photo => settings[photo]).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_photo_whose_caption_names_a_side_is_mirrored_only_with_left_and_right_exchanged(bool mirrorSides)
    {
        using var folder = new TemporaryFolder();
        using (var bitmap = new SkiaSharp.SKBitmap(64, 64))
        {
            // Red on its left, blue on its right.
            for (var x = 0; x < 64; x++) for (var y = 0; y < 64; y++) bitmap.SetPixel(x, y, x < 32 ? SkiaSharp.SKColors.Red : SkiaSharp.SKColors.Blue);
            using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
            foreach (var name in (string[])["a", "b"]) File.WriteAllBytes(folder.At($"{name}.png"), data.ToArray());
        }

        File.WriteAllText(folder.At("captions.tsv"), "file\tcaption\na.png\tred on the left\nb.png\tred left of blue\n");
        var photos = TrainingSet.Read(folder.Path, 0);
        using var source = new Drawing(photos, new TrainingOptions { Data = folder.Path, Output = folder.At("model"), Batch = 2, HeldOut = 0, Vocabulary = 600, MirrorSides = mirrorSides });
        var (asIs, mirrored) = (0, 0);
        for (var step = 0; step < 30; step++)
        {
            using var batch = source.Draw(step);
            var edge = (int)batch.Pixels.shape[3];
            var pixels = batch.Pixels.data<float>().ToArray();
            for (var i = 0; i < 2; i++)
            {
                var redOnLeft = pixels[i * 3 * edge * edge] > pixels[i * 3 * edge * edge + edge - 1];
                var caption = source.Caption(batch, i, "red on the left", "red left of blue", "red on the right", "red right of blue");
                Assert.Equal(redOnLeft, caption.Contains("left", StringComparison.Ordinal));
                if (redOnLeft) asIs++; else mirrored++;
            }
        }

        Assert.True(asIs > 10);
        Assert.Equal(mirrorSides, mirrored > 10);
    }

    [Fact]
    public void Scenes_of_a_group_are_neighbours_unless_the_caption_of_one_is_true_of_the_other()
    {
        using var folder = new TemporaryFolder();
        var picture = SceneSet.Create(new SceneFolderOptions { Count = 1 })[0].Draw(64);
        (string Name, int Group)[] photos = [("a", 0), ("b", 0), ("c", 1), ("d", 1)];
        foreach (var (name, _) in photos) File.WriteAllBytes(folder.At($"{name}.jpg"), picture);
        File.WriteAllText(folder.At("captions.tsv"), "file\tcaption\na.jpg\ttwo dogs\nb.jpg\tthree dogs\nc.jpg\tthe same\nd.jpg\tthe same\n");
        File.WriteAllText(folder.At("metadata.jsonl"), string.Concat(photos.Select(photo => $"{{\"file_name\":\"{photo.Name}.jpg\",\"group\":{photo.Group}}}\n")));
        var data = TrainingSet.Read(folder.Path, 0);
        using var source = new Drawing(data, new TrainingOptions { Data = folder.Path, Output = folder.At("model"), Batch = 4, HeldOut = 0, Vocabulary = 600 });
        using var batch = source.Draw(0);
        var order = source.Photos(0).Select(photo => Path.GetFileNameWithoutExtension(data.Learning[photo].Path)).ToArray();
        var neighbours = batch.Neighbours!.data<float>().ToArray();
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++) Assert.Equal((order[i], order[j]) is ("a", "b") or ("b", "a") ? 1f : 0f, neighbours[i * 4 + j]);
        }
    }

    [Fact]
    public void A_folder_of_classes_is_described_by_their_names_in_both_languages_and_split_as_evaluation_splits_it()
    {
        using var folder = new TemporaryFolder();
        var scenes = SceneSet.Create(new SceneFolderOptions { Count = 40, Seed = 9 });
        for (var i = 0; i < scenes.Count; i++)
        {
            var place = Directory.CreateDirectory(Path.Combine(folder.Path, i % 2 == 0 ? "sea_horse" : "ketch")).FullName;
            File.WriteAllBytes(Path.Combine(place, $"{i}.jpg"), scenes[i].Draw(64));
        }

        var names = Path.Combine(folder.Path, "names.tsv");
        File.WriteAllText(names, "folder\tlanguage\tname\nsea_horse\ten\tseahorse\nsea_horse\tpt\tcavalo-marinho\n");
        var data = TrainingSet.Read(folder.Path, 0.3, names);
        Assert.Equal(40, data.Learning.Count + data.HeldOut.Count);
        Assert.All(data.Learning, photo => Assert.False(HeldOut.Contains(HeldOut.KeyOfFile(photo.Path), 0.3)));
        Assert.All(data.HeldOut, photo => Assert.True(HeldOut.Contains(HeldOut.KeyOfFile(photo.Path), 0.3)));
        Assert.NotEmpty(data.HeldOut);
        var horse = data.Learning.First(photo => photo.Path.Contains("sea_horse", StringComparison.Ordinal)).Captions.Select(number => data.Captions[number]).ToArray();
        Assert.Contains("a photo of a seahorse.", horse);
        Assert.Contains("uma foto de cavalo-marinho.", horse);
        var ketch = data.Learning.First(photo => photo.Path.Contains("ketch", StringComparison.Ordinal)).Captions.Select(number => data.Captions[number]).ToArray();
        Assert.Equal(PromptTemplates.English.Select(template => template.Replace(PromptTemplates.Place, "ketch", StringComparison.Ordinal)), ketch);
    }

    [Fact]
    public void Of_a_large_class_no_more_than_asked_for_is_seen_in_an_epoch_and_others_in_the_next()
    {
        using var folder = new TemporaryFolder();
        var picture = SceneSet.Create(new SceneFolderOptions { Count = 1 })[0].Draw(64);
        foreach (var (name, count) in new[] { ("large", 20), ("small", 3), ("other", 5) })
        {
            for (var i = 0; i < count; i++) File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder.At($"photos/{name}")).FullName, $"{i}.jpg"), picture);
        }

        var data = TrainingSet.Read(folder.At("photos"), 0);
        using var source = new Drawing(data, new TrainingOptions { Data = folder.At("photos"), Output = folder.At("model"), Batch = 6, AtMost = 4, HeldOut = 0, Vocabulary = 600 });
        // 4 + 3 + 4 of 28: one whole batch an epoch.
        var seen = Enumerable.Range(0, 40).Select(source.Photos).ToArray();
        Assert.All(seen, epoch => Assert.Equal(6, epoch.Distinct().Count()));
        Assert.All(seen, epoch => Assert.All(epoch.CountBy(photo => data.Learning[photo].Class!.Value), of => Assert.InRange(of.Value, 1, 4)));
        Assert.Equal(28, seen.SelectMany(photo => photo).Distinct().Count());
    }

    [Fact]
    public void Names_in_another_language_are_passed_over()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "names.tsv");
        File.WriteAllText(path, "folder\tname\tlanguage\nant\tant\ten\nant\tformiga\tpt\nboat\tketch\t\n");
        Assert.Equal("ant", ClassNames.Read(path)["ant"]);
        Assert.Equal("formiga", ClassNames.Read(path, "pt")["ant"]);
        Assert.Equal("formiga", ClassNames.Read(path, "pt-BR")["ant"]);
        Assert.Equal("ketch", ClassNames.Read(path, "pt")["boat"]);
    }

    [Fact]
    public void A_model_that_is_gone_on_from_sees_pixels_as_its_own_record_says()
    {
        using var run = new TinyRun();
        new TrainingRun(run.Options with { Epochs = 1 }).Run(new Quiet(), CancellationToken.None);
        var record = Path.Combine(run.Options.Output, "preprocessor_config.json");
        var changed = JsonNode.Parse(File.ReadAllText(record))!;
        changed["image_mean"]![0] = 0.5;
        File.WriteAllText(record, changed.ToJsonString());
        var folder = ModelFolder.Prepare(run.Options with { From = run.Options.Output, Output = Path.Combine(run.Folder, "tuned") }, []);
        Assert.Equal(0.5f, folder.Preprocessing.Mean[0]);

        var tensor = new float[3 * 16];
        var recipe = PreprocessingRecipe.Clip(4) with { Mean = [0.5f, 0, 1], StandardDeviation = [0.5f, 1, 2] };
        new Augmentation(4, recipe, 1, 0).Centre(Enumerable.Repeat((byte)255, 48).ToArray(), tensor);
        Assert.Equal([1f, 1f, 0f], [tensor[0], tensor[16], tensor[32]]);
    }

    [Fact]
    public void A_mixed_photo_is_of_both_captions_by_their_areas()
    {
        const int Edge = 10, Count = 6;
        var pixels = Enumerable.Range(0, Count).SelectMany(photo => Enumerable.Repeat((float)photo, 3 * Edge * Edge)).ToArray();
        var truth = new float[Count * Count];
        for (var i = 0; i < Count; i++) truth[i * Count + i] = 1;
        CutMix.Apply(pixels, truth, Edge, 1, new Random(2));
        var mixed = 0;
        for (var i = 0; i < Count; i++)
        {
            var photo = pixels.AsSpan(i * 3 * Edge * Edge, 3 * Edge * Edge).ToArray();
            for (var j = 0; j < Count; j++) Assert.Equal(photo.Count(pixel => pixel == j) / (3f * Edge * Edge), truth[i * Count + j], 1e-5f);
            Assert.True(truth[i * Count + i] > 0);
            if (photo.Distinct().Count() > 1) mixed++;
        }

        Assert.True(mixed >= 3);
        var same = pixels.ToArray();
        CutMix.Apply(same, truth, Edge, 0, new Random(2));
        Assert.Equal(pixels, same);
    }

    /// <summary>Tells which photos a step's batch has, by the captions that are true of each.</summary>
    private sealed class Drawing : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly BatchSource _source;
        private readonly Encoding.Tokenizer _tokenizer;

        public Drawing(TrainingSet data, TrainingOptions options)
        {
            var folder = ModelFolder.Prepare(options with { Output = _folder.Path }, data.Captions);
            var recipe = folder.Preprocessing;
            var pixels = new PixelStore(recipe, data.Learning);
            _tokenizer = folder.Tokenizer;
            _source = new BatchSource(data, new TokenTable(_tokenizer, data.Captions), pixels, new Augmentation(pixels.Edge, recipe, 1, 0), options, recipe.InputEdge);
        }

        public int[] Photos(int step) => _source.Photos(step);

        public TrainingBatch Draw(int step) => _source.Draw(step);

        /// <summary>Which of some captions a pair of the batch has.</summary>
        public string Caption(TrainingBatch batch, int pair, params string[] captions)
        {
            var (length, end) = ((int)batch.Tokens.shape[1], (int)batch.Ends.data<long>()[pair]);
            var ids = batch.Tokens.data<long>().ToArray().AsSpan(pair * length, end + 1).ToArray();
            return captions.Single(caption => _tokenizer.EncodeCut(caption).SequenceEqual(ids));
        }

        public void Dispose() => _folder.Dispose();
    }
}
