using System.Runtime.Intrinsics.X86;

namespace Vislumbre.Models;

/// <summary>How this processor multiplies bytes, which decides how many bits a quantised weight may have.</summary>
internal static class ByteProducts
{
    // Leaf 7: AVX512_VNNI is bit 11 of ECX; AVX_VNNI is bit 4 of EAX in its first subleaf.
    private static readonly bool Accumulates = X86Base.IsSupported
        && (((uint)X86Base.CpuId(7, 0).Ecx >> 11 & 1) != 0 || ((uint)X86Base.CpuId(7, 1).Eax >> 4 & 1) != 0);

    /// <summary>
    /// The largest magnitude of a weight. Without VNNI an x86 processor adds two byte products into 16 bits, which saturates with
    /// eight-bit weights (2 · 255 · 127 is above 32,767): there a weight has seven bits.
    /// </summary>
    public static int LargestWeight { get; } = !X86Base.IsSupported || Accumulates ? 127 : 63;

    /// <summary>What decides how fast and how exact bytes are here, as a word for files.</summary>
    public static string Name { get; } = !X86Base.IsSupported ? "other" : Accumulates ? "vnni" : "x86";
}
