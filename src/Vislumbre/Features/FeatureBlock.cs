namespace Vislumbre.Features;

/// <summary>Some rows of a folder of features, all good.</summary>
/// <param name="Rows">What is known of each; at least one, at most <see cref="FeatureFolder.BlockRows"/>.</param>
/// <param name="Vectors">Their numbers, row after row, each of length 1 to within 0.002: rows × dimension.</param>
/// <param name="Precision">The bits of the numbers in the files; 16 are given bit for bit unless the row was scaled.</param>
public sealed record FeatureBlock(IReadOnlyList<FeatureRow> Rows, Half[] Vectors, FeaturePrecision Precision);
