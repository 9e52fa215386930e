namespace Vislumbre.Training;

/// <summary>What a training run is to do; the same options over the same data give the same model.</summary>
public sealed record TrainingOptions
{
    /// <summary>A folder with <c>captions.tsv</c>, a table with the columns file and caption, or a folder whose sub-folders are classes.</summary>
    public required string Data { get; init; }

    /// <summary>A table of the classes' names (folder, name, language), from which their captions are made; null for those of their folders.</summary>
    public string? Names { get; init; }

    /// <summary>The model folder that is written.</summary>
    public required string Output { get; init; }

    /// <summary>The model that training goes on from; null for a new one.</summary>
    public string? From { get; init; }

    /// <summary>A <c>config.json</c> with a new model's sizes; null for those of <c>mini</c>.</summary>
    public string? Config { get; init; }

    /// <summary>A <c>tokenizer.json</c>; null to learn one from the captions.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>The most tokens of a learned vocabulary.</summary>
    public int Vocabulary { get; init; } = 4096;

    /// <summary>The tower that stays as it is: <c>image</c>, <c>text</c>, or null.</summary>
    public string? Freeze { get; init; }

    /// <summary>The rank of low-rank additions; 0 to train the matrices themselves.</summary>
    public int LowRank { get; init; }

    /// <summary>How often every photo is seen.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Pairs a step, each of which is told from all the others.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>Pairs that are in memory at once; less than the batch for cached gradients.</summary>
    public int Chunk { get; init; }

    /// <summary>The learning rate at its peak.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>The share of the steps in which the rate rises.</summary>
    public double WarmUp { get; init; } = 0.05;

    /// <summary>The longest gradient.</summary>
    public double Clip { get; init; } = 1;

    /// <summary>The smallest share of a photo's area that a random crop leaves.</summary>
    public double CropArea { get; init; } = 0.7;

    /// <summary>How much brightness, contrast and saturation vary: 0.3 for 70 % to 130 %.</summary>
    public double Jitter { get; init; }

    /// <summary>The share of the photos over which a square of another is laid, which then are of both captions: keeps few photos from being learned by heart.</summary>
    public double CutMix { get; init; }

    /// <summary>Whether photos are mirrored at random, where their caption names no side.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Whether photos are mirrored whose caption names a side, too, with left and right exchanged in it.</summary>
    public bool MirrorSides { get; init; }

    /// <summary>How many photos of one setting meet in a batch, where <c>metadata.jsonl</c> tells settings; 0 for as many as chance brings.</summary>
    public int Together { get; init; }

    /// <summary>The most photos of one class in an epoch, drawn anew for each; 0 for all.</summary>
    public int AtMost { get; init; }

    /// <summary>The share of the compositions, or of the files where nothing tells compositions, that is held out.</summary>
    public double HeldOut { get; init; } = 0.05;

    /// <summary>What the weights begin with, what is drawn, what is cropped.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 250;

    /// <summary>Steps between evaluations on what is held out.</summary>
    public int EvaluateEvery { get; init; } = 250;

    /// <summary>Whether matrices are multiplied with 16 bits (bfloat16): faster where the processor has instructions for it, slower elsewhere.</summary>
    public bool BFloat16 { get; init; }

    /// <summary>Whether weights are written with 16 bits.</summary>
    public bool Half { get; init; }
}
