namespace Vislumbre.Encoding;

/// <summary>What a trial of eight bits against 32 found, with one model on one machine.</summary>
/// <param name="Photos">How many photos were encoded with both.</param>
/// <param name="PhotoCosine">The lowest cosine between a photo's two embeddings.</param>
/// <param name="TextCosine">The lowest between a sentence's two.</param>
/// <param name="Overlap">Of the ten nearest photos of each, the share that is the same with both, 0 to 1.</param>
/// <param name="Speedup">How many times as fast eight bits are for photos.</param>
public sealed record PrecisionVerdict(int Photos, double PhotoCosine, double TextCosine, double Overlap, double Speedup)
{
    /// <summary>What eight bits must reach to be chosen.</summary>
    public const double LeastCosine = 0.99, LeastOverlap = 0.9, LeastSpeedup = 1.3;

    /// <summary>Which is taken: <see cref="Precision.Fp32"/> or <see cref="Precision.Int8"/>.</summary>
    public Precision Chosen => PhotoCosine >= LeastCosine && TextCosine >= LeastCosine && Overlap >= LeastOverlap && Speedup >= LeastSpeedup ? Precision.Int8 : Precision.Fp32;
}
