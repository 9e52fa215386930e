namespace Vislumbre.Training.Data;

/// <summary>A photo to learn from.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Captions">The numbers of its captions in <see cref="TrainingSet.Captions"/>.</param>
internal sealed record TrainingPhoto(string Path, int[] Captions);
