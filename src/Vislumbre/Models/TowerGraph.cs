namespace Vislumbre.Models;

/// <summary>One tower as ONNX: a file, or a graph in memory whose weights lie in a folder.</summary>
public sealed record TowerGraph
{
    /// <summary>The ONNX file, where the model came as one.</summary>
    public string? File { get; init; }

    /// <summary>The graph that was built from a checkpoint, where it did not.</summary>
    public ReadOnlyMemory<byte> Graph { get; init; }

    /// <summary>The folder that the built graph's weights lie in.</summary>
    public string? WeightsFolder { get; init; }
}
