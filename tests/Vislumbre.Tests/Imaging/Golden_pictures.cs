using System.Text.Json;
using Vislumbre.Imaging;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Imaging;

/// <summary>Every kind of picture of the reference becomes the reference's 224 × 224 pixels.</summary>
public sealed class Golden_pictures
{
    private static readonly PhotoPreprocessor Clip = new(PreprocessingRecipe.Clip(224));

    public static TheoryData<string, int> Pictures()
    {
        var rows = new TheoryData<string, int>();
        if (SharedFolder.Path is null)
        {
            rows.Add("(absent)", 0);
            return rows;
        }

        using var list = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.At("reference", "images", "expected.json")));
        foreach (var picture in list.RootElement.GetProperty("images").EnumerateArray())
            rows.Add(picture.GetProperty("file").GetString()!, picture.GetProperty("max_level_difference").GetInt32());
        return rows;
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_gives_the_reference_pixels(string file, int tolerance)
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var (_, pixels) = Clip.Resize(PhotoSource.FromFile(SharedFolder.At("reference", "images", file)));
        var reference = Expected(file);
        var worst = 0;
        for (var i = 0; i < pixels.Length; i++) worst = Math.Max(worst, Math.Abs(pixels[i] - reference[i]));
        Assert.True(worst <= tolerance, $"{file}: a level differs by {worst}, at most {tolerance} are allowed");
    }

    private static byte[] Expected(string file) => PhotoDecoder.Use(
        PhotoSource.FromFile(SharedFolder.At("reference", "images", "expected", file + ".png")),
        new DecodeLimits(), 0, photo => photo.ReadRows(0, 224));

    [Fact]
    public void The_reference_has_all_its_36_pictures()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        Assert.Equal(36, Pictures().Count);
    }
}
