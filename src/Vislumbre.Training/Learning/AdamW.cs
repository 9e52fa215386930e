using TorchSharp;
using Vislumbre.Training.Towers;
using static TorchSharp.torch;

namespace Vislumbre.Training.Learning;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019). Its state is plain tensors by the weights' names, so that a checkpoint
/// can hold and give back every bit of it.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private const double FirstDecay = 0.9, SecondDecay = 0.98, Epsilon = 1e-6; // CLIP's, for transformers
    private readonly IReadOnlyDictionary<string, Tensor> _weights;
    private readonly double _weightDecay;

    public AdamW(IReadOnlyDictionary<string, Tensor> weights, double weightDecay)
    {
        (_weights, _weightDecay) = (weights, weightDecay);
        foreach (var (name, weight) in weights)
            (Means[name], Squares[name]) = (zeros_like(weight, requires_grad: false).DetachFromDisposeScope(), zeros_like(weight, requires_grad: false).DetachFromDisposeScope());
    }

    /// <summary>Running means of the gradients.</summary>
    public SortedDictionary<string, Tensor> Means { get; } = new(StringComparer.Ordinal);

    /// <summary>Running means of their squares.</summary>
    public SortedDictionary<string, Tensor> Squares { get; } = new(StringComparer.Ordinal);

    /// <summary>Scales the gradients down to a length, and tells the one they had.</summary>
    public double ClipGradients(double longest)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        // Not square(): it makes a scalar that may be collected in the middle of the call (see Held).
        var squares = _weights.Values.Select(weight => weight.grad).OfType<Tensor>().Select(gradient => gradient.mul(gradient).sum()).ToArray();
        var length = Math.Sqrt(stack(squares).sum().item<float>());
        if (length > longest)
        {
            using Scalar factor = longest / (length + 1e-6);
            foreach (var weight in _weights.Values) weight.grad?.mul_(factor);
        }

        return length;
    }

    /// <summary>Moves the weights and forgets the gradients.</summary>
    /// <param name="step">The step's number, from 0.</param>
    /// <param name="rate">The learning rate.</param>
    public void Step(int step, double rate)
    {
        using var quiet = no_grad();
        using Scalar firstDecay = FirstDecay, firstRest = 1 - FirstDecay, secondDecay = SecondDecay, secondRest = 1 - SecondDecay, epsilon = Epsilon;
        using Scalar decay = 1 - rate * _weightDecay, correction = 1 / (1 - Math.Pow(SecondDecay, step + 1)), move = -rate / (1 - Math.Pow(FirstDecay, step + 1));
        foreach (var (name, weight) in _weights)
        {
            // The scope holds what comes after it: a gradient that only a local holds may be finalised in the middle of the last call with it.
            using var scope = NewDisposeScope();
            if (weight.grad is not { } gradient) continue;
            // Only matrices and tables decay: a gain's or a bias's pull to 0 would mean nothing.
            if (weight.dim() > 1) weight.mul_(decay);
            Means[name].mul_(firstDecay).add_(gradient, firstRest);
            Squares[name].mul_(secondDecay).addcmul_(gradient, gradient, secondRest);
            var denominator = Squares[name].mul(correction).sqrt_().add_(epsilon, Held.One);
            weight.addcdiv_(Means[name], denominator, move);
            gradient.zero_();
        }
    }

    public void Dispose()
    {
        foreach (var tensor in Means.Values.Concat(Squares.Values)) tensor.Dispose();
    }
}
