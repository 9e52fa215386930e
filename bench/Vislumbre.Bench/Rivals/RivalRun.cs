namespace Vislumbre.Bench.Rivals;

/// <summary>What a program took to turn files into embeddings, without opening its model.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="Rows">A unit vector a file, in the files' order.</param>
/// <param name="With">The libraries that computed it, with their versions.</param>
internal sealed record RivalRun(double Seconds, float[][] Rows, string With)
{
    public double Rate => Rows.Length / Seconds;
}
