namespace Vislumbre.Vectors;

/// <summary>
/// How codes lie in memory. Rows stand in groups of 32: first the bits, byte by byte, each byte of all 32 rows together (so that one
/// instruction looks up 32 rows at once: André, Kermarrec and Le Scouarnec, VLDB 2015), then three factors of all 32.
/// </summary>
internal static class CodeLayout
{
    /// <summary>Rows a group.</summary>
    public const int GroupRows = 32;

    /// <summary>Bytes of one factor of a group.</summary>
    public const int FactorLength = GroupRows * sizeof(float);

    /// <summary>Factors a row.</summary>
    public const int Factors = 3;

    /// <summary>Groups that so many rows take; the last may be short.</summary>
    public static int Groups(int rows) => (rows + GroupRows - 1) / GroupRows;

    /// <summary>Bytes of a group's bits.</summary>
    /// <param name="length">Numbers a rotated vector.</param>
    public static int BitsLength(int length) => GroupRows * length / 8;

    /// <summary>Bytes of a group.</summary>
    /// <param name="length">Numbers a rotated vector.</param>
    public static int GroupLength(int length) => BitsLength(length) + Factors * FactorLength;
}
