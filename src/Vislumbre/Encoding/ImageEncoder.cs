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
    private readonly bool _isQuantised;
    private readonly Lock? _turn;

    /// <summary>Opens a model's image tower.</summary>
    public ImageEncoder(DualEncoderModel model, EncoderOptions? options = null)
    {
        options ??= new EncoderOptions();
        _isQuantised = options.Precision == Precision.Int8;
        _tower = new TowerSession(_isQuantised ? Quantisation.Towers(model, options).Image : model.ImageTower, options);
        // Not every provider of another device runs a session from several threads.
        _turn = Devices.IsProcessor(options.Device) ? null : new Lock();
        // Batches spare a run's own cost. Eight bits take no company: activations share a scale, so an embedding would depend on it.
        BatchSize = !Devices.IsProcessor(options.Device) ? 32 : _isQuantised ? 1 : 4;
        _input = _tower.Inputs.First(input => input.Value.Dimensions.Length == 4).Key;
        _dimension = model.Identity.Dimension;
        _edge = model.Preprocessing.InputEdge;
        Preprocessor = new PhotoPreprocessor(model.Preprocessing);
    }

    /// <summary>
    /// Opens a tower for many threads at once, each of which runs it by itself: on a processor no thread then waits for another, as
    /// threads inside a run do after each layer.
    /// </summary>
    internal static ImageEncoder ForBulk(DualEncoderModel model, EncoderOptions options) =>
        new(model, Devices.IsProcessor(options.Device) ? options with { Threads = 1 } : options);

    /// <summary>How many pictures one run takes best; measured in docs/performance.md.</summary>
    internal int BatchSize { get; }

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

    /// <summary>Encodes prepared pictures, in one run where 32 bits are computed.</summary>
    /// <param name="tensors">Pictures × channels × rows × columns, at least <paramref name="count"/> pictures.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>An embedding each, unit length.</returns>
    public float[][] Encode(Memory<float> tensors, int count)
    {
        var length = Preprocessor.Recipe.TensorLength;
        if (_isQuantised && count > 1) return [.. Enumerable.Range(0, count).Select(at => Encode(tensors.Slice(at * length, length), 1)[0])];
        var used = tensors[..(count * length)];
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, used, [count, 3, _edge, _edge]);
        var inputs = new Dictionary<string, OrtValue> { [_input] = input };
        if (_turn is null) return UnitVectors.FromRows(_tower.Run(inputs, OutputNames, _dimension), _dimension);
        lock (_turn) return UnitVectors.FromRows(_tower.Run(inputs, OutputNames, _dimension), _dimension);
    }

    /// <inheritdoc/>
    public void Dispose() => _tower.Dispose();
}
