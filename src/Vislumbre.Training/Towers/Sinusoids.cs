namespace Vislumbre.Training.Towers;

/// <summary>
/// The image tower's positions as they begin: sines and cosines of row and column (Vaswani et al. 2017 in two dimensions, as Beyer et al.
/// 2022 begin vision transformers). Begun with small random numbers, places are drowned by colours, and number and side are learned late
/// or never.
/// </summary>
internal static class Sinusoids
{
    /// <summary>As large as what patches of one colour say, or a little less: both must be heard.</summary>
    private const double Amplitude = 0.5;

    /// <summary>A row of zeros for the class token, then one for each patch, row by row: (side² + 1) × width.</summary>
    /// <param name="side">Patches in a row.</param>
    /// <param name="width">Numbers for each.</param>
    public static float[] Grid(int side, int width)
    {
        var table = new float[(side * side + 1) * width];
        var frequencies = Math.Max(1, width / 4);
        for (var patch = 0; patch < side * side; patch++)
        {
            for (var i = 0; i < width; i++)
            {
                // A quarter each: sine and cosine of the row, sine and cosine of the column; waves from two patches long to four sides.
                var (quarter, frequency) = (Math.Min(3, i / frequencies), i % frequencies);
                var angle = (quarter < 2 ? patch / side : patch % side) * Math.PI / Math.Pow(2.0 * side, frequency / (double)frequencies);
                table[(patch + 1) * width + i] = (float)(Amplitude * (quarter % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle)));
            }
        }

        return table;
    }
}
