namespace Vislumbre.Encoding;

/// <summary>How towers are run.</summary>
public sealed record EncoderOptions
{
    /// <summary>What computes them.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>With how many bits.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Threads inside one run; 0 means one a core.</summary>
    public int Threads { get; init; }

    /// <summary>After how long without use a tower leaves memory, to be loaded again when it is needed; null means never.</summary>
    public TimeSpan? Idle { get; init; }
}
