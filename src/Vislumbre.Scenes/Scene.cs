using SkiaSharp;
using Vislumbre.Scenes.Captions;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes;

/// <summary>A drawn picture with its facts and captions: the same for the same seed and number.</summary>
public sealed class Scene
{
    private static readonly CaptionWriter InEnglish = new EnglishCaptions(), InPortuguese = new PortugueseCaptions();
    private readonly ulong _seed;
    private readonly int _number;

    internal Scene(SceneFacts facts, ulong seed, int number, int wordings, int? captionNumber = null)
    {
        (Facts, _seed, _number) = (facts, seed, number);
        var random = SceneRandom.For(seed ^ 0xCA9, (ulong)(captionNumber ?? number));
        English = InEnglish.Write(facts, random, wordings);
        Portuguese = InPortuguese.Write(facts, random, wordings);
    }

    /// <summary>What it shows.</summary>
    public SceneFacts Facts { get; }

    /// <summary>Wordings in English, each complete; that it is a clear day may go unsaid.</summary>
    public IReadOnlyList<string> English { get; }

    /// <summary>The same in Portuguese.</summary>
    public IReadOnlyList<string> Portuguese { get; }

    /// <summary>Paints it.</summary>
    /// <param name="size">The edge in pixels.</param>
    /// <returns>The bytes of a JPEG file.</returns>
    public byte[] Draw(int size)
    {
        var random = SceneRandom.For(_seed, (ulong)_number);
        using var picture = ScenePainter.Paint(Facts, random, size);
        using var data = picture.Encode(SKEncodedImageFormat.Jpeg, 72 + random.Below(22));
        return data.ToArray();
    }
}
