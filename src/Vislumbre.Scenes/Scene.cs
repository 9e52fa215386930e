using SkiaSharp;
using Vislumbre.Scenes.Captions;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes;

/// <summary>A drawn picture with its facts and captions: the same for the same seed and number.</summary>
public sealed class Scene
{
    /// <summary>How many wordings that say everything a scene has in each language.</summary>
    private const int Wordings = 6;

    private static readonly CaptionWriter InEnglish = new EnglishCaptions(), InPortuguese = new PortugueseCaptions();
    private readonly ulong _seed;
    private readonly int _number;

    internal Scene(SceneFacts facts, ulong seed, int number, int brief = 0, int? captionNumber = null)
    {
        (Facts, _seed, _number) = (facts, seed, number);
        var random = SceneRandom.For(seed ^ 0xCA9, (ulong)(captionNumber ?? number));
        English = [.. InEnglish.Write(facts, random, Wordings), .. InEnglish.WriteBriefly(facts, random, brief)];
        Portuguese = [.. InPortuguese.Write(facts, random, Wordings), .. InPortuguese.WriteBriefly(facts, random, brief)];
    }

    /// <summary>What it shows.</summary>
    public SceneFacts Facts { get; }

    /// <summary>Scenes of the same group differ in few facts and nothing else.</summary>
    public int Group => _number;

    /// <summary>Wordings in English: complete ones, then those that leave something out, where they were asked for.</summary>
    public IReadOnlyList<string> English { get; }

    /// <summary>The same in Portuguese.</summary>
    public IReadOnlyList<string> Portuguese { get; }

    /// <summary>Paints it.</summary>
    /// <param name="size">The edge in pixels.</param>
    /// <returns>The bytes of a JPEG file.</returns>
    public byte[] Draw(int size)
    {
        var random = SceneRandom.For(_seed, (ulong)_number);
        var quality = Quality(random);
        using var picture = ScenePainter.Paint(Facts, random, size);
        using var data = picture.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }

    /// <summary>Where on the picture its subject is drawn, all of its kind; what stands before it counts as well.</summary>
    /// <param name="size">The edge in pixels.</param>
    /// <returns>Rows × columns: whether a pixel is the subject's.</returns>
    public bool[] Silhouette(int size)
    {
        var random = SceneRandom.For(_seed, (ulong)_number);
        _ = Quality(random);
        using var stencil = new SKBitmap(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(stencil)) ScenePainter.Paint(Facts, random, size, canvas).Dispose();
        return Array.ConvertAll(stencil.Pixels, pixel => pixel.Alpha > 128);
    }

    private static int Quality(SceneRandom random) => 72 + random.Below(22);
}
