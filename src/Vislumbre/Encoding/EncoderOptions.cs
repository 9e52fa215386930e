namespace Vislumbre.Encoding;

/// <summary>How towers are run.</summary>
public sealed record EncoderOptions
{
    /// <summary>What computes them.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>Threads inside one run; 0 means one a core.</summary>
    public int Threads { get; init; }
}
