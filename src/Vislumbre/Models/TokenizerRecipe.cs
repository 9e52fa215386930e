namespace Vislumbre.Models;

/// <summary>Where a model's tokenizer is and how its text tower wants ids.</summary>
public sealed record TokenizerRecipe
{
    /// <summary>The <c>tokenizer.json</c>, or null where there are <see cref="Vocabulary"/> and <see cref="Merges"/>.</summary>
    public string? File { get; init; }

    /// <summary>CLIP's <c>vocab.json</c>.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>CLIP's <c>merges.txt</c>.</summary>
    public string? Merges { get; init; }

    /// <summary>The longest text in tokens, start and end included; longer ones are cut and end with the end token.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Whether texts must be padded to the context length: a tower that is not causal sees its padding (SigLIP).</summary>
    public bool PadToContext { get; init; }

    /// <summary>The id that pads.</summary>
    public int PaddingId { get; init; }

    /// <summary>Whether punctuation is dropped and letters lowered before tokenizing, as SigLIP's training did.</summary>
    public bool Canonicalize { get; init; }
}
