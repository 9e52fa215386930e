namespace Vislumbre.Models;

/// <summary>Where a tensor's numbers stand on disk: row-major, contiguous, uncompressed, so that they can be mapped.</summary>
/// <param name="Name">The tensor's name as the checkpoint spells it.</param>
/// <param name="Element">How one number is written.</param>
/// <param name="Shape">The dimensions, outermost first; empty for a scalar.</param>
/// <param name="File">The full path of the file that holds the numbers.</param>
/// <param name="Offset">The first byte in that file.</param>
/// <param name="Length">How many bytes there are.</param>
public sealed record StoredTensor(string Name, TensorElement Element, IReadOnlyList<long> Shape, string File, long Offset, long Length)
{
    /// <summary>How many numbers the tensor has.</summary>
    public long Count => Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <summary>The complaint that the configuration says another shape.</summary>
    internal ModelException WrongShape(IReadOnlyList<long> wanted)
    {
        var (has, wants) = (string.Join(" × ", Shape), string.Join(" × ", wanted));
        return new ModelException(Language.Say(
            $"{File}: tensor {Name} is {has}; config.json says {wants}.",
            $"{File}: o tensor {Name} é {has}; config.json diz {wants}."));
    }

    /// <summary>How many bytes one number takes.</summary>
    public static int SizeOf(TensorElement element) => element switch
    {
        TensorElement.F64 or TensorElement.I64 => 8,
        TensorElement.F32 or TensorElement.I32 => 4,
        TensorElement.F16 or TensorElement.BF16 or TensorElement.I16 => 2,
        _ => 1,
    };
}
