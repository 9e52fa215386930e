using TorchSharp;
using static TorchSharp.torch;

namespace Vislumbre.Training.Towers;

/// <summary>What LoRA adds to a matrix: the product of two thin ones (Hu et al. 2021). It begins at zero.</summary>
/// <param name="Down">Rank × inputs.</param>
/// <param name="Up">Outputs × rank.</param>
internal sealed record LowRankPair(Tensor Down, Tensor Up) : IDisposable
{
    public static LowRankPair For(Tensor weight, int rank, Generator generator) => new(
        empty([rank, weight.shape[1]], ScalarType.Float32).normal_(0, 1 / Math.Sqrt(weight.shape[1]), generator).requires_grad_(),
        zeros([weight.shape[0], rank], ScalarType.Float32).requires_grad_());

    /// <summary>The addition; the paper's α is twice the rank.</summary>
    public Tensor Product() => matmul(Up, Down).mul(Held.LowRank);

    public void Dispose()
    {
        Down.Dispose();
        Up.Dispose();
    }
}
