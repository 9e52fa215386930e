using Vislumbre.Encoding;
using Vislumbre.Searching;

namespace Vislumbre.Evaluation;

/// <summary>What is evaluated and how.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Photos or captions encoded together, at least 1.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>The share that is held out, above 0 and at most 1: only photos on that side of <see cref="Evaluation.HeldOut"/> are evaluated; null for all.</summary>
    public double? HeldOut { get; init; }

    /// <summary>Only captions in this language, as the table writes it; null for all.</summary>
    public string? Language { get; init; }

    /// <summary>The folder, or table, of photos from which the colour baseline learns; null for no baseline. Where it is the evaluated one, what is not held out.</summary>
    public string? Baseline { get; init; }

    /// <summary>Sentences with {} in the place of a class's name, at least one.</summary>
    public IReadOnlyList<string> Templates { get; init; } = PromptTemplates.English;

    /// <summary>Words for classes by their folders' names; those not here are called as their folders.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>Sentences with which to compare rankings by score, by QB-Norm and by strength; null for no such comparison.</summary>
    public CaptionBank? Bank { get; init; }

    /// <summary>Depths of recall and bootstrap.</summary>
    public RetrievalOptions Retrieval { get; init; } = new();
}
