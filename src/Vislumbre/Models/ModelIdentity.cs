namespace Vislumbre.Models;

/// <summary>What makes embeddings comparable: only those of one identity may be mixed.</summary>
/// <param name="Name">The model's name, for people.</param>
/// <param name="Sha256">The SHA-256 of its weights, lower-case hexadecimal: what counts.</param>
/// <param name="Dimension">How many numbers an embedding has.</param>
public sealed record ModelIdentity(string Name, string Sha256, int Dimension)
{
    /// <summary>Whether embeddings of the two may be compared: the weights are the same, whatever the name.</summary>
    public bool Matches(ModelIdentity other) => Sha256 == other.Sha256 && Dimension == other.Dimension;

    /// <summary>The name and the beginning of the hash.</summary>
    public override string ToString() => $"{Name} ({Sha256[..Math.Min(12, Sha256.Length)]})";
}
