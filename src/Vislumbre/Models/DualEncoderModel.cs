using Vislumbre.Imaging;

namespace Vislumbre.Models;

/// <summary>A model folder as read: what is needed to open its towers.</summary>
public sealed record DualEncoderModel
{
    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Name, hash and dimension.</summary>
    public required ModelIdentity Identity { get; init; }

    /// <summary>How pictures are prepared.</summary>
    public required PreprocessingRecipe Preprocessing { get; init; }

    /// <summary>How texts are.</summary>
    public required TokenizerRecipe Tokenizer { get; init; }

    /// <summary>The image tower.</summary>
    public required TowerGraph ImageTower { get; init; }

    /// <summary>The image tower that tells what each patch gives the embedding; null where the model came as ONNX towers, which only pool.</summary>
    public TowerGraph? PatchTower { get; init; }

    /// <summary>The text tower.</summary>
    public required TowerGraph TextTower { get; init; }

    /// <summary>The towers with eight-bit weights; null where the model came as ONNX towers.</summary>
    internal QuantisedTowers? Quantised { get; init; }

    /// <summary>The learned logarithm of the factor that turns cosines into logits; null where the folder does not tell.</summary>
    public float? LogitScale { get; init; }
}
