namespace Vislumbre.Models;

/// <summary>The non-linearity between the two layers of a transformer's perceptron.</summary>
public enum Activation
{
    /// <summary>x · sigmoid(1.702 x), OpenAI's.</summary>
    QuickGelu,

    /// <summary>x · Φ(x), exact (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>GELU by its tanh approximation.</summary>
    TanhGelu,
}
