namespace Vislumbre.Features;

/// <summary>How many bits a stored number has (IEEE 754 binary16, binary32 or binary64); the value is that number.</summary>
public enum FeaturePrecision
{
    /// <summary>Half precision: what the notebook writes on a GPU, and what a library keeps.</summary>
    Bits16 = 16,

    /// <summary>Single precision: what the notebook writes on a CPU.</summary>
    Bits32 = 32,

    /// <summary>Double precision: what NumPy makes where nobody says otherwise.</summary>
    Bits64 = 64,
}
