using TorchSharp;
using Vislumbre.Training.Towers;
using static TorchSharp.torch;

namespace Vislumbre.Training.Learning;

/// <summary>The symmetric contrastive loss over a batch's similarities (Radford et al. 2021).</summary>
internal static class ContrastiveLoss
{
    /// <summary>The mean of both directions' cross-entropies.</summary>
    /// <param name="images">Unit vectors, N × dimension.</param>
    /// <param name="texts">Unit vectors, N × dimension.</param>
    /// <param name="logScale">The logarithm of the logit scale.</param>
    /// <param name="truth">N × N: how far text j is true of image i, from 0 to 1; each row and column has something above 0.</param>
    public static Tensor Of(Tensor images, Tensor texts, Tensor logScale, Tensor truth)
    {
        var logits = logScale.exp() * images.matmul(texts.t());
        return Direction(logits, truth).add(Direction(logits.t(), truth.t()), Held.One).mul(Held.Half);
    }

    private static Tensor Direction(Tensor logits, Tensor truth)
    {
        var share = truth / truth.sum(1, keepdim: true);
        return -(share * nn.functional.log_softmax(logits, 1)).sum(1).mean();
    }
}
