namespace Vislumbre.Imaging;

/// <summary>How a model wants its pictures: it comes from the model's own record, never from memory.</summary>
public sealed record PreprocessingRecipe
{
    /// <summary>The edge that resizing aims at, in pixels.</summary>
    public required int ResizeEdge { get; init; }

    /// <summary>The edge of the square that the image tower takes, in pixels.</summary>
    public required int InputEdge { get; init; }

    /// <summary>How the photo is brought to size.</summary>
    public ResizeMode Mode { get; init; } = ResizeMode.ShorterEdge;

    /// <summary>The filter.</summary>
    public Resampling Resampling { get; init; } = Resampling.Bicubic;

    /// <summary>What is subtracted from a channel (red, green, blue) after it is scaled to [0, 1].</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>What a channel is divided by after that.</summary>
    public required IReadOnlyList<float> StandardDeviation { get; init; }

    /// <summary>How many floats one prepared photo has: 3 × edge × edge.</summary>
    public int TensorLength => 3 * InputEdge * InputEdge;

    /// <summary>OpenAI CLIP's recipe (Radford et al. 2021) for an input edge.</summary>
    public static PreprocessingRecipe Clip(int edge) => new()
    {
        ResizeEdge = edge,
        InputEdge = edge,
        Mean = [0.48145466f, 0.4578275f, 0.40821073f],
        StandardDeviation = [0.26862954f, 0.26130258f, 0.27577711f],
    };
}
