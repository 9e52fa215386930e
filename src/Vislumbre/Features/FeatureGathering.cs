using System.Numerics.Tensors;

namespace Vislumbre.Features;

/// <summary>Gathers good rows, from as many files as it takes, until they make a block.</summary>
/// <param name="dimension">Numbers a row.</param>
/// <param name="capacity">The most rows of a block.</param>
/// <param name="findings">Where what is left out or scaled is noted.</param>
internal sealed class FeatureGathering(int dimension, int capacity, FeatureFindings findings)
{
    // Float32 holds every float16 exactly, so rows pass through it and come out bit for bit.
    private readonly float[] _numbers = new float[capacity * dimension];
    private readonly Dictionary<string, (string File, long Row)> _known = new(StringComparer.Ordinal);
    private List<FeatureRow> _rows = [];
    private Half[] _vectors = [];

    /// <summary>The bits of the rows' numbers.</summary>
    public FeaturePrecision Precision { get; private set; }

    /// <summary>Whether there is no row yet.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Whether no row more has room.</summary>
    public bool IsFull => _rows.Count == capacity;

    /// <summary>Takes rows of a file, as many as there is room for, and gives how many it went through.</summary>
    public int Take(NpyReader vectors, FeaturePair pair, IReadOnlyList<FeatureRow?> meanings, long row)
    {
        if (IsEmpty) (_vectors, Precision) = (new Half[capacity * dimension], vectors.Precision);
        var count = (int)Math.Min(capacity - _rows.Count, vectors.Rows - row);
        vectors.Read(row, count, _numbers);
        for (var i = 0; i < count; i++)
        {
            if (Fault(meanings[(int)row + i], row + i, pair, _numbers.AsSpan(i * dimension, dimension)) is { } fault) findings.Add(fault);
        }

        return count;
    }

    /// <summary>Gives the rows gathered, at least one, and begins anew.</summary>
    public FeatureBlock Cut()
    {
        var length = _rows.Count * dimension;
        var block = new FeatureBlock(_rows, length == _vectors.Length ? _vectors : _vectors[..length], Precision);
        _rows = [];
        return block;
    }

    private FeatureFault? Fault(FeatureRow? meaning, long row, FeaturePair pair, Span<float> numbers)
    {
        if (meaning is null) return new FeatureFault(pair.Rows, row, Language.Say("has no id", "não tem id"));
        if (_known.TryGetValue(meaning.Id, out var first))
        {
            return new FeatureFault(pair.Rows, row, Language.Say(
                $"has the id {meaning.Id}, as row {first.Row} of {first.File} has; that one is taken", $"tem o id {meaning.Id}, como a linha {first.Row} de {first.File}; fica essa"));
        }

        var scaled = UnitLength.Scale(numbers, out var reason);
        if (scaled is null) return new FeatureFault(pair.Vectors, row, reason);
        if (scaled.Value) findings.Normalised++;
        _known.Add(meaning.Id, (pair.Rows, row));
        TensorPrimitives.ConvertToHalf(numbers, _vectors.AsSpan(_rows.Count * dimension, dimension));
        _rows.Add(meaning);
        return null;
    }
}
