using System.Globalization;

namespace Vislumbre.Bench.Scale;

/// <summary>How long a machine works on its part of one query, in milliseconds.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Mean">Its mean.</param>
/// <param name="Quantile">Its quantiles: a draw is one of an even chance.</param>
internal sealed record ServiceTimes(string Name, double Mean, Func<double, double> Quantile)
{
    // The standard normal's 0.99 quantile.
    private const double Z99 = 2.3263478740408408;

    /// <summary>A lognormal with this median and 99th percentile.</summary>
    public static ServiceTimes LogNormal(double p50, double p99)
    {
        var sigma = Math.Log(p99 / p50) / Z99;
        return new ServiceTimes(string.Create(CultureInfo.InvariantCulture, $"lognormal, p50 {p50:0.##} ms, p99 {p99:0.##} ms"), p50 * Math.Exp(sigma * sigma / 2), chance => p50 * Math.Exp(sigma * Normal(chance)));
    }

    /// <summary>What was measured: each as likely as any other.</summary>
    /// <param name="file">Milliseconds, one a line; lines that begin with # are remarks.</param>
    /// <exception cref="FormatException">A line is no such number; the message names it.</exception>
    public static ServiceTimes Measured(string file)
    {
        var times = new List<double>();
        foreach (var (line, at) in File.ReadLines(file).Select((line, at) => (line.Trim(), at + 1)))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (!double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) || !double.IsFinite(time) || time < 0) throw new FormatException($"{file}, line {at}: '{line}' is no number of milliseconds, such as 2.31.");
            times.Add(time);
        }

        if (times.Count == 0) throw new FormatException($"{file} holds no milliseconds: one a line is meant.");
        times.Sort();
        return new ServiceTimes($"{times.Count:N0} measured times of {Path.GetFileName(file)}", times.Average(), chance => times[Math.Min(times.Count - 1, (int)(chance * times.Count))]);
    }

    /// <summary>Exponential, for checks.</summary>
    public static ServiceTimes Exponential(double mean) => new($"exponential, mean {mean} ms", mean, chance => -mean * Math.Log(1 - chance));

    /// <summary>Always the same, for checks.</summary>
    public static ServiceTimes Constant(double time) => new($"{time} ms", time, _ => time);

    // The standard normal's quantile: Acklam's rational approximation, relative error below 1.2e-9.
    private static double Normal(double chance)
    {
        const double Low = 0.02425;
        var p = Math.Clamp(chance, 1e-15, 1 - 1e-15);
        if (p > 1 - Low) return -Normal(1 - p);
        if (p < Low)
        {
            var q = Math.Sqrt(-2 * Math.Log(p));
            return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783)
                / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1);
        }

        var (r, s) = (p - 0.5, (p - 0.5) * (p - 0.5));
        return (((((-3.969683028665376e+01 * s + 2.209460984245205e+02) * s - 2.759285104469687e+02) * s + 1.383577518672690e+02) * s - 3.066479806614716e+01) * s + 2.506628277459239) * r
            / (((((-5.447609879822406e+01 * s + 1.615858368580409e+02) * s - 1.556989798598866e+02) * s + 6.680131188771972e+01) * s - 1.328068155288572e+01) * s + 1);
    }
}
