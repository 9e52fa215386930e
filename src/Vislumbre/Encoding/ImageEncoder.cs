using Microsoft.ML.OnnxRuntime;
using Vislumbre.Imaging;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>The image tower: pictures → unit-length embeddings. Thread-safe.</summary>
public sealed class ImageEncoder : IDisposable
{
    private static readonly string[] OutputNames = [ClipGraphs.ImageEmbeds, "embedding", "image_embedding", "pooler_output"];
    private readonly TowerSession _tower;
    private readonly string _input;
    private readonly int _dimension;
    private readonly long _edge;

    /// <summary>Opens a model's image tower.</summary>
    public ImageEncoder(DualEncoderModel model, EncoderOptions? options = null)
    {
        _tower = new TowerSession(model.ImageTower, options ?? new EncoderOptions());
        _input = _tower.Inputs.First(input => input.Value.Dimensions.Length == 4).Key;
        _dimension = model.Identity.Dimension;
        _edge = model.Preprocessing.InputEdge;
        Preprocessor = new PhotoPreprocessor(model.Preprocessing);
    }

    /// <summary>Makes pictures into this tower's input.</summary>
    public PhotoPreprocessor Preprocessor { get; }

    /// <summary>Encodes one picture.</summary>
    /// <returns>Its embedding, unit length.</returns>
    /// <exception cref="PhotoException">It cannot be read.</exception>
    public float[] Encode(PhotoSource picture)
    {
        var tensor = new float[Preprocessor.Recipe.TensorLength];
        Preprocessor.Prepare(picture, tensor);
        return Encode(tensor, 1)[0];
    }

    /// <summary>Encodes prepared pictures in one run.</summary>
    /// <param name="tensors">Pictures × channels × rows × columns, at least <paramref name="count"/> pictures.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>An embedding each, unit length.</returns>
    public float[][] Encode(Memory<float> tensors, int count)
    {
        var used = tensors[..(count * Preprocessor.Recipe.TensorLength)];
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, used, [count, 3, _edge, _edge]);
        var rows = _tower.Run(new Dictionary<string, OrtValue> { [_input] = input }, OutputNames, _dimension);
        return UnitVectors.FromRows(rows, _dimension);
    }

    /// <inheritdoc/>
    public void Dispose() => _tower.Dispose();
}
