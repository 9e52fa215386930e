namespace Vislumbre.Testing;

/// <summary>The sizes of a checkpoint that is made by formula.</summary>
public sealed record FormulaSizes(
    int ImageWidth, int ImageLayers, int ImageHeads, int TextWidth, int TextLayers, int TextHeads, int Projection,
    int ImageSize = 224, int Patch = 32, int Context = 77, int Vocabulary = 49408)
{
    /// <summary>ViT-B/32, as OpenAI published it.</summary>
    public static FormulaSizes Full { get; } = new(768, 12, 12, 512, 12, 8, 512);

    /// <summary>The reference's small one.</summary>
    public static FormulaSizes Tiny { get; } = new(128, 3, 2, 64, 3, 4, 64);
}
