using System.Diagnostics.CodeAnalysis;

namespace Vislumbre.Encoding;

/// <summary>With how many bits the towers compute. Embeddings of either can stand in one library: their cosine is above 0.99.</summary>
public enum Precision
{
    /// <summary>Eight bits where a trial on this machine, with this model and real photos, has found them as good and faster; else 32.</summary>
    Auto,

    /// <summary>32-bit floats.</summary>
    Fp32,

    /// <summary>Linear layers with eight-bit weights and activations (seven-bit weights on an x86 processor without VNNI).</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "It is the field's own name for it, and the command's word.")]
    Int8,
}
