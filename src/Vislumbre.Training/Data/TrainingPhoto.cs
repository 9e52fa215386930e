namespace Vislumbre.Training.Data;

/// <summary>A photo to learn from.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Captions">The numbers of its captions in <see cref="TrainingSet.Captions"/>.</param>
/// <param name="Group">Photos of the same group differ little and are learned from in the same batch.</param>
/// <param name="Setting">Photos of the same setting differ in what they show in it; null where nothing tells.</param>
/// <param name="Class">The number of its class; null for photos with captions of their own.</param>
internal sealed record TrainingPhoto(string Path, int[] Captions, string Group, string? Setting = null, int? Class = null);
