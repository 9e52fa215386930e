namespace Vislumbre.Vectors;

/// <summary>Where the parts of a block of rows lie: groups of codes, ids, numbers, each from a whole 64 bytes on.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Dimension">Numbers a row.</param>
/// <param name="Length">Numbers a rotated row.</param>
internal readonly record struct BlockShape(int Rows, int Dimension, int Length)
{
    public int GroupLength => CodeLayout.GroupLength(Length);

    public long IdsAt => (long)CodeLayout.Groups(Rows) * GroupLength;

    public long NumbersAt => IdsAt + Whole(8L * Rows);

    public long BodyLength => NumbersAt + Whole(2L * Rows * Dimension);

    public static long Whole(long length) => (length + 63) / 64 * 64;
}
