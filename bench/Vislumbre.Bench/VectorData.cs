using System.Numerics.Tensors;
using Vislumbre.Features;

namespace Vislumbre.Bench;

/// <summary>Rows of 512 numbers (of real ones as many as the file has), unit length, each a function of its number alone.</summary>
internal sealed class VectorData
{
    private const int Made = 512;
    private const int Clusters = 10_000, Subspace = 96;

    private readonly VectorKind _kind;
    private readonly float[] _normal = new float[1 << 20];
    private readonly float[] _centres;
    private readonly float[] _basis;
    private readonly float[] _rowMode, _queryMode;
    private readonly NpyReader? _real;

    public VectorData(VectorKind kind, string? file = null)
    {
        _kind = kind;
        var random = new Random(42);
        for (var i = 0; i < _normal.Length; i++) _normal[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        _centres = kind == VectorKind.Clustered ? Units(random, Clusters) : [];
        _basis = kind == VectorKind.Hard ? Units(random, Subspace) : [];
        (_rowMode, _queryMode) = (Units(random, 1), Units(random, 1));
        if (kind == VectorKind.Real) _real = NpyReader.Open(file ?? throw new ArgumentException("real rows need --file FILE (the command crops writes it)"));
    }

    /// <summary>Numbers a row.</summary>
    public int Dimension => _real?.Columns ?? Made;

    /// <summary>How many rows there can be.</summary>
    public long Most => _real is null ? long.MaxValue : _real.Rows - 1000;

    /// <summary>Writes a row.</summary>
    public void Row(long number, Span<float> row) => Fill(number, row, isQuery: false);

    /// <summary>Writes a query.</summary>
    public void Query(long number, Span<float> row) => Fill(number, row, isQuery: true);

    private void Fill(long number, Span<float> row, bool isQuery)
    {
        // Knuth's multiplier spreads numbers over the table of normal numbers.
        var hash = (ulong)(number + 1) * 6364136223846793005 ^ (isQuery ? 0x9E3779B97F4A7C15 : 0);
        hash ^= hash >> 29;
        hash *= 0xBF58476D1CE4E5B9;
        hash ^= hash >> 32;
        // Two stretches of the table together: one alone would come again among millions.
        Span<float> normal = stackalloc float[Made];
        TensorPrimitives.Add(_normal.AsSpan((int)(hash % (ulong)(_normal.Length - Made)), Made), _normal.AsSpan((int)((hash >> 21) * 0x9E3779B1 % (ulong)(_normal.Length - Made)), Made), normal);
        TensorPrimitives.Multiply(normal, 1 / MathF.Sqrt(2), normal);
        switch (_kind)
        {
            case VectorKind.Clustered:
                TensorPrimitives.Multiply(normal, 0.6f / MathF.Sqrt(Made), row);
                TensorPrimitives.Add(row, _centres.AsSpan((int)(hash >> 40) % Clusters * Made, Made), row);
                break;
            case VectorKind.Hard:
                (isQuery ? _queryMode : _rowMode).CopyTo(row);
                for (var i = 0; i < Subspace; i++)
                    TensorPrimitives.MultiplyAdd(_basis.AsSpan(i * Made, Made), normal[i] * 0.45f / MathF.Sqrt(1 + i), row, row);
                for (var i = 0; i < row.Length; i++) row[i] += normal[row.Length - 1 - i] * 0.004f;
                break;
            default:
                // Queries are the file's last thousand rows, which are crops of other photos.
                _real!.Read(isQuery ? Most + number % 1000 : number, 1, row);
                return;
        }

        TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
    }

    private float[] Units(Random random, int count)
    {
        var all = new float[count * Made];
        for (var i = 0; i < count; i++)
        {
            var one = all.AsSpan(i * Made, Made);
            _normal.AsSpan(random.Next(_normal.Length - Made), Made).CopyTo(one);
            TensorPrimitives.Divide(one, TensorPrimitives.Norm<float>(one), one);
        }

        return all;
    }
}
