namespace Vislumbre.Evaluation;

/// <summary>How something that varies is spread.</summary>
/// <param name="P50">Half are at most this.</param>
/// <param name="P90">Nine of ten are.</param>
/// <param name="P99">Ninety-nine of a hundred are.</param>
public readonly record struct Percentiles(double P50, double P90, double P99)
{
    /// <summary>Those of some numbers.</summary>
    public static Percentiles Of(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        double At(double share) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
        return new Percentiles(At(0.5), At(0.9), At(0.99));
    }
}
