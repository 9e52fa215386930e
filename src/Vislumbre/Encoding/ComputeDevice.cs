namespace Vislumbre.Encoding;

/// <summary>What computes the towers.</summary>
public enum ComputeDevice
{
    /// <summary>The first of CUDA, Core ML and DirectML that is there, else the processor.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA card.</summary>
    Cuda,

    /// <summary>Apple's Core ML.</summary>
    CoreML,

    /// <summary>Windows' DirectML.</summary>
    DirectML,
}
