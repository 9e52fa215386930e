namespace Vislumbre.Evaluation;

/// <summary>A measured value with its 95% confidence interval.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
public sealed record Estimate(double Value, double Low, double High)
{
    private const double Z = 1.959963984540054; // two-sided 95%

    /// <summary>A share with Wilson's score interval (Wilson 1927), which stays inside [0, 1] and is honest for few trials.</summary>
    /// <param name="hits">How many trials succeeded.</param>
    /// <param name="trials">How many there were, at least 1.</param>
    public static Estimate OfShare(int hits, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        var (share, n) = ((double)hits / trials, (double)trials);
        var centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
        var half = Z / (1 + Z * Z / n) * Math.Sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        // At the ends the formula's exact value is the share; rounding must not put it outside.
        return new Estimate(share, Math.Clamp(centre - half, 0, share), Math.Clamp(centre + half, share, 1));
    }
}
