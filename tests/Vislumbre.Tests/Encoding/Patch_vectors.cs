using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Encoding;

/// <summary>What each patch gives a picture's embedding, and what of a photo the patches cover.</summary>
public sealed class Patch_vectors
{
    [Fact]
    public void Patches_and_the_pooled_embedding_are_those_of_plain_loops()
    {
        var model = ModelReader.Open(SmallModel.Folder);
        var tensor = Enumerable.Range(0, model.Preprocessing.TensorLength).Select(i => MathF.Sin(i * 0.37f) + i % 64 / 32f - 1).ToArray();
        var (embedding, patches) = new PlainImageTower(model.Folder).Run(tensor);
        using var image = new ImageEncoder(model);
        var length = Math.Sqrt(embedding.Sum(x => x * x));
        Same([.. embedding.Select(x => x / length)], image.Encode(tensor, 1)[0]);

        using var shipped = new PatchEncoder(model);
        Same(patches[PatchPath.Contribution], shipped.Encode(tensor));
        var checkpoint = Checkpoint.Open(model.Folder);
        foreach (var path in Enum.GetValues<PatchPath>())
        {
            var graphs = new ClipGraphs(ClipArchitecture.Read(Path.Combine(model.Folder, "config.json")), checkpoint.Find, tensor => Path.GetFileName(tensor.File));
            using var encoder = new PatchEncoder(model with { PatchTower = new TowerGraph { Graph = graphs.Patches(path), WeightsFolder = model.Folder } });
            Same(patches[path], encoder.Encode(tensor));
        }
    }

    [Theory]
    [InlineData(400, 400, 0, 0, 1, 1)]
    [InlineData(640, 320, 0.25, 0, 0.5, 1)]
    [InlineData(320, 640, 0, 0.25, 1, 0.5)]
    [InlineData(300, 200, 1 / 6.0, 0, 2 / 3.0, 1)]
    public void Patches_cover_the_middle_that_the_tower_sees(int width, int height, double left, double top, double across, double down)
    {
        using var encoder = new PatchEncoder(ModelReader.Open(SmallModel.Folder));
        using var bitmap = new SkiaSharp.SKBitmap(width, height);
        using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        var grid = encoder.Encode(PhotoSource.FromBytes(data.ToArray()));
        Assert.Equal((4, 4, 16), (grid.Rows, grid.Columns, grid.Vectors.Count));
        Assert.Equal(left, grid.Extent.Left, 0.01);
        Assert.Equal(top, grid.Extent.Top, 0.01);
        Assert.Equal(across, grid.Extent.Width, 0.01);
        Assert.Equal(down, grid.Extent.Height, 0.01);
    }

    [Fact]
    public void A_squashed_photo_is_covered_whole_and_a_margin_that_is_cut_off_is_not()
    {
        var recipe = PreprocessingRecipe.Clip(64);
        Assert.Equal(new PhotoExtent(0, 0, 1, 1), new PhotoPreprocessor(recipe with { Mode = ResizeMode.Squash }).Extent(900, 300));
        Assert.Equal(new PhotoExtent(0.1, 0.1, 0.8, 0.8), new PhotoPreprocessor(recipe with { ResizeEdge = 80 }).Extent(500, 500));
    }

    [Fact]
    public void A_model_of_two_ONNX_towers_says_that_it_cannot_tell()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder) with { PatchTower = null });
        Assert.Contains("ONNX", Assert.Throws<ModelException>(() => encoder.Patches).Message, StringComparison.Ordinal);
    }

    private static void Same(double[][] expected, float[][] found)
    {
        Assert.Equal(expected.Length, found.Length);
        foreach (var (one, other) in expected.Zip(found)) Same(one, other);
    }

    private static void Same(double[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }
}
