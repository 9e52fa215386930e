using TorchSharp;
using Vislumbre.Training.Data;
using Vislumbre.Training.Towers;
using static TorchSharp.torch;

namespace Vislumbre.Training.Learning;

/// <summary>Loss and gradients of one batch.</summary>
internal sealed class TrainingStep(DualEncoderNetwork network, NetworkWeights weights, int chunk)
{
    /// <summary>Adds the batch's gradients to the weights' and tells the loss.</summary>
    public double Run(TrainingBatch batch) => chunk <= 0 || chunk >= batch.Count ? Whole(batch) : InChunks(batch);

    /// <summary>Keeps the logit scale in its range, after the weights have moved.</summary>
    public void ClampScale()
    {
        using var quiet = no_grad();
        if (weights.Learning.TryGetValue(WeightPlan.LogitScale, out var scale)) scale.clamp_(Held.Zero, Held.LargestLogScale);
    }

    private double Whole(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        var loss = ContrastiveLoss.Of(network.EmbedImages(batch.Pixels), network.EmbedTexts(batch.Tokens, batch.Ends), weights[WeightPlan.LogitScale], batch.Truth, batch.Neighbours);
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>
    /// Cached gradients (Gao et al. 2021): embeddings of all chunks without a graph, the loss's gradients by the embeddings, then each
    /// chunk again with a graph. The same gradients as in one piece, with the memory of one chunk, for one more forward pass.
    /// </summary>
    private double InChunks(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        var parts = Enumerable.Range(0, (batch.Count + chunk - 1) / chunk).Select(i => (From: i * chunk, Count: Math.Min(chunk, batch.Count - i * chunk))).ToArray();
        Tensor images, texts;
        using (no_grad())
        {
            var cut = Array.ConvertAll(parts, part => batch.Part(part.From, part.Count));
            images = cat(Array.ConvertAll(cut, part => network.EmbedImages(part.Pixels)), 0);
            texts = cat(Array.ConvertAll(cut, part => network.EmbedTexts(part.Tokens, part.Ends)), 0);
        }

        images = images.detach().requires_grad_();
        texts = texts.detach().requires_grad_();
        var loss = ContrastiveLoss.Of(images, texts, weights[WeightPlan.LogitScale], batch.Truth, batch.Neighbours);
        loss.backward();
        foreach (var (from, count) in parts)
        {
            using var inner = NewDisposeScope();
            var part = batch.Part(from, count);
            var embeddedImages = network.EmbedImages(part.Pixels);
            var embeddedTexts = network.EmbedTexts(part.Tokens, part.Ends);
            var surrogate = zeros([]);
            // A frozen tower has no graph to go back through.
            if (embeddedImages.requires_grad) surrogate = surrogate.add((embeddedImages * images.grad!.narrow(0, from, count)).sum(), Held.One);
            if (embeddedTexts.requires_grad) surrogate = surrogate.add((embeddedTexts * texts.grad!.narrow(0, from, count)).sum(), Held.One);
            if (surrogate.requires_grad) surrogate.backward();
        }

        return loss.item<float>();
    }
}
