using System.Numerics.Tensors;

namespace Vislumbre.Features;

/// <summary>Brings rows to length 1 where they are not.</summary>
internal static class UnitLength
{
    /// <summary>How far from 1 a row's length may be: float16 leaves a unit vector of thousands of numbers well within.</summary>
    public const float Tolerance = 2e-3f;

    /// <summary>Whether a row is to be taken as it is (false), was scaled in place (true), or is of no use (null, with the reason).</summary>
    /// <param name="row">The numbers.</param>
    /// <param name="reason">Why it is of no use, for people; else empty.</param>
    public static bool? Scale(Span<float> row, out string reason)
    {
        reason = "";
        var length = TensorPrimitives.Norm(row);
        if (float.Abs(length - 1) <= Tolerance) return false;

        // The largest number first, so that no square is too large or too small for float32.
        var largest = TensorPrimitives.MaxMagnitude(row);
        if (!float.IsFinite(largest)) reason = Language.Say("has a number that is not finite", "tem um número que não é finito");
        else if (largest == 0) reason = Language.Say("is of length zero", "tem comprimento zero");
        if (reason.Length > 0) return null;
        TensorPrimitives.Divide(row, float.Abs(largest), row);
        TensorPrimitives.Divide(row, TensorPrimitives.Norm(row), row);
        return true;
    }
}
