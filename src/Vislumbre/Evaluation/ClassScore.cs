namespace Vislumbre.Evaluation;

/// <summary>How well one class is known.</summary>
/// <param name="Folder">Its folder's name.</param>
/// <param name="Name">What it was called in the sentences.</param>
/// <param name="Photos">How many photos it has.</param>
/// <param name="Depth">How many of the ranking are looked at: 10, or its photos where they are fewer.</param>
/// <param name="Precision">The share of its photos among the first <paramref name="Depth"/> for its name.</param>
/// <param name="Accuracy">The share of its photos to which its name is nearest.</param>
public sealed record ClassScore(string Folder, string Name, int Photos, int Depth, double Precision, double Accuracy);
