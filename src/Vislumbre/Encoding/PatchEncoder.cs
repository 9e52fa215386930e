using Microsoft.ML.OnnxRuntime;
using Vislumbre.Imaging;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>The image tower without pooling: a picture → what each of its patches gives the embedding, to see where something is. Thread-safe.</summary>
/// <remarks>
/// The embedding is a sum: of what the class token takes from each patch in each block, and of what it makes of that itself. The patches' shares,
/// summed over the blocks, are given here (Gandelsman, Efros and Steinhardt, ICLR 2024, without their choice of heads), up to one factor for
/// each picture. They tell better where something is than the last block's patches do (docs/searching.md).
/// </remarks>
public sealed class PatchEncoder : IDisposable
{
    private static readonly string[] OutputNames = [ClipGraphs.PatchEmbeds];
    private readonly TowerSession _tower;
    private readonly int _dimension;

    /// <summary>Opens a model's image tower without pooling.</summary>
    /// <exception cref="ModelException">The model came as ONNX towers, which only pool.</exception>
    public PatchEncoder(DualEncoderModel model, EncoderOptions? options = null)
    {
        var tower = model.PatchTower ?? throw new ModelException(WhyNone(model));
        _tower = new TowerSession(tower, options ?? new EncoderOptions());
        _dimension = model.Identity.Dimension;
        Preprocessor = new PhotoPreprocessor(model.Preprocessing);
    }

    /// <summary>Makes pictures into the tower's input.</summary>
    public PhotoPreprocessor Preprocessor { get; }

    /// <summary>Says why a model cannot tell where in a photo something is seen.</summary>
    public static string WhyNone(DualEncoderModel model) => Language.Say(
        $"{model.Identity.Name} is a model of two ONNX towers: where in a photo something is seen can be told only with a checkpoint (config.json and model.safetensors).",
        $"{model.Identity.Name} é um modelo de duas torres ONNX: só com um checkpoint (config.json e model.safetensors) se pode dizer onde na foto algo é visto.");

    /// <summary>Encodes a picture's patches.</summary>
    /// <exception cref="PhotoException">It cannot be read.</exception>
    public PatchGrid Encode(PhotoSource picture)
    {
        var tensor = new float[Preprocessor.Recipe.TensorLength];
        var facts = Preprocessor.Prepare(picture, tensor);
        var vectors = Encode(tensor);
        var edge = (int)Math.Sqrt(vectors.Length); // the input is square
        return new PatchGrid(edge, edge, vectors, Preprocessor.Extent(facts.Width, facts.Height));
    }

    /// <summary>Encodes the patches of one prepared picture: patches × dimension, not of unit length.</summary>
    internal float[][] Encode(Memory<float> tensor)
    {
        long edge = Preprocessor.Recipe.InputEdge;
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, tensor, [1, 3, edge, edge]);
        return [.. _tower.Run(new Dictionary<string, OrtValue> { [ClipGraphs.PixelValues] = input }, OutputNames, _dimension).Chunk(_dimension)];
    }

    /// <inheritdoc/>
    public void Dispose() => _tower.Dispose();
}
