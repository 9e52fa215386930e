using Vislumbre.Sources;

namespace Vislumbre.Evaluation;

/// <summary>What an evaluation with captions found.</summary>
public sealed record CaptionReport
{
    /// <summary>All captions together, whatever their language.</summary>
    public required RetrievalReport All { get; init; }

    /// <summary>What the colour baseline reaches with all of them; null where it was not asked for.</summary>
    public RetrievalReport? AllBaseline { get; init; }

    /// <summary>Each language by itself, in ordinal order.</summary>
    public required IReadOnlyList<LanguageRetrieval> Languages { get; init; }

    /// <summary>The contrasts by kind and language; empty where the folder has none.</summary>
    public IReadOnlyList<ContrastReport> Contrasts { get; init; } = [];

    /// <summary>The colour baseline's contrasts; empty where there are none or it was not asked for.</summary>
    public IReadOnlyList<ContrastReport> BaselineContrasts { get; init; } = [];

    /// <summary>Photos that the baseline learnt from.</summary>
    public int BaselinePhotos { get; init; }

    /// <summary>The share that was held out; null where all was evaluated.</summary>
    public double? HeldOut { get; init; }

    /// <summary>Photos that were left out because they could not be read.</summary>
    public IReadOnlyList<EvaluationFailure> Failed { get; init; } = [];

    /// <summary>Rows of the tables that were left out.</summary>
    public IReadOnlyList<CaptionFault> Faults { get; init; } = [];

    /// <summary>What a bank of ordinary sentences does for words → photo, all languages together; null where it was not asked for.</summary>
    public BankReport? Bank { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
