namespace Vislumbre.Evaluation;

/// <summary>How alike two rows are, more is more alike. The same two rows must always give the same number, or ties are lost.</summary>
internal delegate float Similarity(ReadOnlySpan<float> caption, ReadOnlySpan<float> photo);
