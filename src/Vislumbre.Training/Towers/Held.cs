using TorchSharp;

namespace Vislumbre.Training.Towers;

/// <summary>
/// Scalars that live as long as the program. TorchSharp hands a scalar's address to native code without keeping the scalar alive: one made
/// by an implicit conversion can be collected in the middle of the call, and the result fails or is wrong. Many calls make one where none
/// is seen: the sum of two tensors, or of a tensor and a scalar, whose factor is left out; a square; a difference. So no call that makes
/// one is used here; a scalar is one of these, or is disposed after the call.
/// </summary>
internal static class Held
{
    public static Scalar One { get; } = 1f;

    public static Scalar Half { get; } = 0.5f;

    public static Scalar QuickGelu { get; } = 1.702f;

    public static Scalar TanhGeluCube { get; } = 0.044715f;

    public static Scalar TanhGeluScale { get; } = MathF.Sqrt(2 / MathF.PI);

    public static Scalar LowRank { get; } = 2f;

    public static Scalar Zero { get; } = 0f;

    /// <summary>Less the cosine that two photos of a group, or their texts, have at most when training has done with them.</summary>
    public static Scalar BelowTwins { get; } = -0.9f;

    /// <summary>How much nearer a photo shall be to its own text than to its twin's, in cosine.</summary>
    public static Scalar HingeMargin { get; } = 0.2f;

    /// <summary>Makes the hinge's gradients about as long as the cross-entropy's.</summary>
    public static Scalar HingeWeight { get; } = 5f;

    /// <summary>The logarithm of 100: a larger logit scale makes training unstable (Radford et al. 2021).</summary>
    public static Scalar LargestLogScale { get; } = MathF.Log(100);
}
