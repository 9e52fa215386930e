namespace Vislumbre.Models;

/// <summary>The size of one tower's transformer.</summary>
/// <param name="Width">Numbers a token is carried in.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Heads">Attention heads a block; they divide the width.</param>
/// <param name="PerceptronWidth">The inner width of a block's perceptron.</param>
/// <param name="Activation">The perceptron's non-linearity.</param>
/// <param name="LayerNormEpsilon">What keeps a layer norm's division finite.</param>
public sealed record TransformerShape(int Width, int Layers, int Heads, int PerceptronWidth, Activation Activation, float LayerNormEpsilon);
