using System.Globalization;
using Microsoft.Data.Sqlite;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Scenes;
using Vislumbre.Searching;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Searching;

/// <summary>A hit is explained by where it is seen and by the words that are said of it.</summary>
public sealed class Explanations : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_hottest_patch_is_on_the_thing_for_most_drawn_scenes()
    {
        const int Edge = 224;
        var scenes = SceneSet.Create(new SceneFolderOptions { Count = 60, Seed = 77 });
        Directory.CreateDirectory(_folder.At("photos"));
        for (var i = 0; i < scenes.Count; i++) await File.WriteAllBytesAsync(_folder.At("photos", $"{i:D3}.jpg"), scenes[i].Draw(Edge), TestContext.Current.CancellationToken);
        using var encoder = new DualEncoder(ModelReader.Open(ShippedModel.Folder, ShippedModel.Name));
        var explainer = new HitExplainer(await IndexAsync(encoder), encoder);
        var (hits, chance) = (0, 0.0);
        foreach (var photo in Library.Catalog.Newest(scenes.Count))
        {
            var scene = scenes[int.Parse(Path.GetFileNameWithoutExtension(photo.Path), CultureInfo.InvariantCulture)];
            var heat = (await explainer.ExplainAsync(photo.Id, new SearchQuery { Text = $"a {scene.Facts.Subject}" }, TestContext.Current.CancellationToken)).HeatMap!;
            Assert.Equal((7, 7), (heat.Rows, heat.Columns));
            Assert.Equal(1, heat.Values.Max());
            Assert.InRange(heat.Values.Min(), 0, 0.5f);
            var (patch, silhouette) = (Edge / heat.Columns, scene.Silhouette(Edge));
            bool IsOn(int cell) => Enumerable.Range(0, patch * patch).Count(i => silhouette[(cell / heat.Columns * patch + i / patch) * Edge + cell % heat.Columns * patch + i % patch]) > patch * patch / 5;
            hits += IsOn(heat.Hottest) ? 1 : 0;
            chance += Enumerable.Range(0, heat.Values.Count).Count(IsOn) / (double)heat.Values.Count;
        }

        Assert.True(hits >= 36 && hits > 3 * chance, FormattableString.Invariant($"{hits} of {scenes.Count}, by chance {chance:0.0}"));
    }

    [Fact]
    public async Task Words_are_named_with_where_they_are_said_whatever_their_case_and_accents()
    {
        PaintedPictures.WriteFolder(_folder.At("photos"), 3, width: 64);
        await File.WriteAllTextAsync(_folder.At("photos", "captions.tsv"), "file\tcaption\npainting-0001.jpg\tUm FAROL à beira do mar\n", TestContext.Current.CancellationToken);
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await IndexAsync(encoder);
        var query = new SearchQuery { Expression = QueryExpression.Parse("faról \"do mar\"^2 marinheiro -beira") };
        var ids = library.Catalog.Newest(3).OrderBy(photo => photo.Path, StringComparer.Ordinal).Select(photo => photo.Id).ToList();
        var explanations = await new HitExplainer(library, encoder).ExplainAsync(ids, query, TestContext.Current.CancellationToken);
        Assert.Equal(ids, explanations.Select(explanation => explanation.Photo.Id));
        var said = Assert.Single(explanations, explanation => explanation.Words.Count > 0);
        Assert.EndsWith("painting-0001.jpg", said.Photo.Path, StringComparison.Ordinal);
        Assert.Equal(["faról", "do mar"], said.Words.Select(match => match.Word));
        Assert.All(said.Words, match => Assert.Equal([MatchedPlace.Description], match.Places));
        var hits = (await new PhotoSearcher(library, encoder).SearchAsync(query, TestContext.Current.CancellationToken)).Hits.ToDictionary(hit => hit.Photo.Id);
        Assert.All(explanations, explanation => Assert.Equal(hits[explanation.Photo.Id].Score, explanation.Score!.Value, 1e-3f));
    }

    [Fact]
    public async Task Where_there_is_no_heat_map_the_reason_is_said()
    {
        PaintedPictures.WriteFolder(_folder.At("photos"), 2, width: 64);
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await IndexAsync(encoder);
        var photo = library.Catalog.Newest(1)[0];
        var query = new SearchQuery { Text = "sea" };
        Assert.NotNull((await new HitExplainer(library, encoder).ExplainAsync(photo.Id, query, TestContext.Current.CancellationToken)).HeatMap);

        var conditions = await new HitExplainer(library, encoder).ExplainAsync(photo.Id, new SearchQuery { Expression = QueryExpression.Parse("path:painting") }, TestContext.Current.CancellationToken);
        Assert.Equal((null, null), (conditions.Score, conditions.HeatMap));
        Assert.Contains("conditions", conditions.NoHeatMap, StringComparison.Ordinal);

        using var pooling = new DualEncoder(encoder.Model with { PatchTower = null });
        Assert.Contains("ONNX", (await new HitExplainer(library, pooling).ExplainAsync(photo.Id, query, TestContext.Current.CancellationToken)).NoHeatMap, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(photo.Path, [1, 2, 3], TestContext.Current.CancellationToken);
        Assert.NotEmpty((await new HitExplainer(library, encoder).ExplainAsync(photo.Id, query, TestContext.Current.CancellationToken)).NoHeatMap!);
        File.Delete(photo.Path);
        Assert.Contains("not here any more", (await new HitExplainer(library, encoder).ExplainAsync(photo.Id, query, TestContext.Current.CancellationToken)).NoHeatMap, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LibraryException>(() => new HitExplainer(library, encoder).ExplainAsync(999, query, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("en-GB", "a drawing of a red car.")]
    [InlineData("pt-BR", "um desenho de red car.")]
    public async Task With_templates_words_are_the_mean_of_sentences_in_the_language_that_is_spoken(string culture, string one)
    {
        PaintedPictures.WriteFolder(_folder.At("photos"), 5, width: 64);
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = await IndexAsync(encoder);
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            var sentences = (Language.IsPortuguese ? PromptTemplates.Portuguese : PromptTemplates.English).Select(template => template.Replace("{}", "red car", StringComparison.Ordinal)).ToList();
            Assert.Contains(one, sentences);
            var mean = new float[encoder.Model.Identity.Dimension];
            foreach (var row in sentences.Select(encoder.Text.Encode)) mean = [.. mean.Zip(row, (a, b) => a + b)];
            UnitVectors.Normalize(mean);
            var expected = library.Vectors.Current(mean.Length).Search(mean, 5);
            var query = new SearchQuery { Expression = QueryExpression.Parse("red car"), UsesTemplates = true };
            var hits = (await new PhotoSearcher(library, encoder).SearchAsync(query, TestContext.Current.CancellationToken)).Hits;
            Assert.All(expected.Zip(hits), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4f));
            var bare = (await new PhotoSearcher(library, encoder).SearchAsync(query with { UsesTemplates = false }, TestContext.Current.CancellationToken)).Hits;
            Assert.NotEqual(bare.Select(hit => hit.Score), hits.Select(hit => hit.Score));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private PhotoLibrary Library => PhotoLibrary.Open(_folder.At("library"));

    private async Task<PhotoLibrary> IndexAsync(DualEncoder encoder)
    {
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("photos")]);
        return library;
    }
}
