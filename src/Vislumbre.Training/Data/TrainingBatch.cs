using TorchSharp;
using static TorchSharp.torch;

namespace Vislumbre.Training.Data;

/// <summary>The pairs of one step.</summary>
/// <param name="Pixels">N × 3 × edge × edge.</param>
/// <param name="Tokens">N × length, padded after each text's end.</param>
/// <param name="Ends">The place of each text's end token.</param>
/// <param name="Truth">N × N: how far caption j is true of photo i, from 0 to 1.</param>
/// <param name="Neighbours">N × N: 1 where j is another photo of i's group and neither's caption is true of the other, else 0; null where there are none.</param>
internal sealed record TrainingBatch(Tensor Pixels, Tensor Tokens, Tensor Ends, Tensor Truth, Tensor? Neighbours = null) : IDisposable
{
    /// <summary>Pairs.</summary>
    public int Count => (int)Pixels.shape[0];

    /// <summary>Some of the pairs.</summary>
    public (Tensor Pixels, Tensor Tokens, Tensor Ends) Part(int from, int count) => (Pixels.narrow(0, from, count), Tokens.narrow(0, from, count), Ends.narrow(0, from, count));

    public void Dispose()
    {
        Pixels.Dispose();
        Tokens.Dispose();
        Ends.Dispose();
        Truth.Dispose();
        Neighbours?.Dispose();
    }
}
