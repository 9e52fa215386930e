using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>The text tower: sentences → unit-length embeddings. Thread-safe.</summary>
/// <remarks>
/// CLIP's text tower is causal and reads the end token, so a text is computed at its own length: what would come after it changes
/// nothing.
/// </remarks>
public sealed class TextEncoder : IDisposable
{
    private static readonly string[] OutputNames = [ClipGraphs.TextEmbeds, "embedding", "text_embedding", "pooler_output"];
    private readonly TowerSession _tower;
    private readonly string _input;
    private readonly string? _mask;
    private readonly bool _isInt32;
    private readonly int? _fixedLength;
    private readonly int _dimension;
    private readonly bool _isQuantised;

    /// <summary>Opens a model's text tower and its tokenizer.</summary>
    public TextEncoder(DualEncoderModel model, EncoderOptions? options = null)
    {
        Tokenizer = Tokenizer.Open(model.Tokenizer);
        options ??= new EncoderOptions();
        _isQuantised = options.Precision == Precision.Int8;
        _tower = new TowerSession(_isQuantised ? Quantisation.Towers(model, options).Text : model.TextTower, options);
        var inputs = _tower.Inputs;
        _input = inputs.ContainsKey(ClipGraphs.InputIds) ? ClipGraphs.InputIds : inputs.ContainsKey("text") ? "text" : inputs.First(input => input.Value.Dimensions.Length == 2).Key;
        _mask = inputs.ContainsKey("attention_mask") ? "attention_mask" : null;
        _isInt32 = inputs[_input].ElementDataType == TensorElementType.Int32;
        _fixedLength = inputs[_input].Dimensions[1] is > 0 and var length ? length : null;
        _dimension = model.Identity.Dimension;
    }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Encodes one sentence.</summary>
    /// <returns>Its embedding, unit length.</returns>
    public float[] Encode(string text) => Encode([text])[0];

    /// <summary>Encodes sentences, in one run where 32 bits are computed, shorter ones padded to the longest.</summary>
    /// <returns>An embedding each, unit length, in order.</returns>
    public float[][] Encode(IReadOnlyList<string> texts) =>
        // Eight bits take no company, as photos do not: activations share a scale.
        texts.Count == 0 ? [] : _isQuantised ? [.. texts.Select(text => EncodeIds([Tokenizer.EncodeCut(text)])[0])] : EncodeIds([.. texts.Select(Tokenizer.EncodeCut)]);

    /// <summary>Encodes texts at a length of at least <paramref name="minimumLength"/>: to check that padding changes nothing.</summary>
    internal float[][] EncodeIds(IReadOnlyList<long[]> texts, int minimumLength = 0)
    {
        var length = _fixedLength ?? Math.Max(texts.Max(ids => ids.Length), minimumLength);
        var ids = new long[texts.Count * length];
        var mask = new long[ids.Length];
        Array.Fill(ids, Tokenizer.PaddingId);
        for (var i = 0; i < texts.Count; i++)
        {
            texts[i].AsSpan(0, Math.Min(texts[i].Length, length)).CopyTo(ids.AsSpan(i * length));
            mask.AsSpan(i * length, Math.Min(texts[i].Length, length)).Fill(1);
        }

        long[] shape = [texts.Count, length];
        using var input = Tensor(ids, shape);
        using var masked = _mask is null ? null : Tensor(mask, shape);
        var inputs = new Dictionary<string, OrtValue> { [_input] = input };
        if (masked is not null) inputs[_mask!] = masked;
        return UnitVectors.FromRows(_tower.Run(inputs, OutputNames, _dimension), _dimension);
    }

    private OrtValue Tensor(long[] values, long[] shape) => _isInt32
        ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (int)value), shape)
        : OrtValue.CreateTensorValueFromMemory(values, shape);

    /// <inheritdoc/>
    public void Dispose() => _tower.Dispose();
}
