using TorchSharp;
using Vislumbre.Training.Towers;
using static TorchSharp.torch;

namespace Vislumbre.Training.Learning;

/// <summary>
/// The symmetric contrastive loss over a batch's similarities (Radford et al. 2021), with a hinge between the photos of a group (Faghri et
/// al. 2018): a near twin has hardly a share of the softmax until all others are told apart.
/// </summary>
internal static class ContrastiveLoss
{
    /// <summary>The mean of both directions' cross-entropies; where there are groups, with what keeps neighbours apart added.</summary>
    /// <param name="images">Unit vectors, N × dimension.</param>
    /// <param name="texts">Unit vectors, N × dimension.</param>
    /// <param name="logScale">The logarithm of the logit scale.</param>
    /// <param name="truth">N × N: how far text j is true of image i, from 0 to 1; each row and column has something above 0.</param>
    /// <param name="neighbours">N × N: 1 where j is another photo of i's group, else 0; null for no groups.</param>
    public static Tensor Of(Tensor images, Tensor texts, Tensor logScale, Tensor truth, Tensor? neighbours = null)
    {
        var cosines = images.matmul(texts.t());
        var logits = logScale.exp() * cosines;
        var loss = Direction(logits, truth).add(Direction(logits.t(), truth.t()), Held.One).mul(Held.Half);
        if (neighbours is null) return loss;
        var between = Hinge(cosines, neighbours).add(Hinge(cosines.t(), neighbours), Held.One);
        var within = Apart(images, neighbours).add(Apart(texts, neighbours), Held.One);
        return loss.add(between.add(within, Held.One), Held.HingeWeight);
    }

    private static Tensor Direction(Tensor logits, Tensor truth)
    {
        var share = truth / truth.sum(1, keepdim: true);
        return -(share * nn.functional.log_softmax(logits, 1)).sum(1).mean();
    }

    /// <summary>
    /// Keeps neighbours of one tower apart (Zhang et al. 2024, intra-modal contrast). Where both towers give twins nearly the same vector, the
    /// hinge's gradient for each is the other's difference, nearly nothing: without this a run stays there for thousands of steps.
    /// </summary>
    private static Tensor Apart(Tensor vectors, Tensor neighbours) =>
        (vectors.matmul(vectors.t()).add(Held.BelowTwins, Held.One).relu() * neighbours).sum(1).mean();

    private static Tensor Hinge(Tensor cosines, Tensor neighbours) =>
        (cosines.add(cosines.diagonal().neg().unsqueeze(1), Held.One).add(Held.HingeMargin, Held.One).relu() * neighbours).sum(1).mean();
}
