namespace Vislumbre.Imaging;

/// <summary>How a photo is brought to the model's input size.</summary>
public enum ResizeMode
{
    /// <summary>The shorter edge to the size, the aspect kept, then a centre crop (CLIP).</summary>
    ShorterEdge,

    /// <summary>Both edges to the size, the aspect given up (SigLIP).</summary>
    Squash,
}
