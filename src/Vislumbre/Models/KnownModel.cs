namespace Vislumbre.Models;

/// <summary>A model of the catalogue: where it is, what it is made of, what it can do.</summary>
public sealed record KnownModel
{
    /// <summary>Its name in commands.</summary>
    public required string Name { get; init; }

    /// <summary>What it is good for, in English.</summary>
    public required string Summary { get; init; }

    /// <summary>What it is good for, in Portuguese.</summary>
    public required string SummaryPortuguese { get; init; }

    /// <summary>Where its files are, the preferred place first; none where it ships with this package.</summary>
    public IReadOnlyList<ModelSource> Sources { get; init; } = [];

    /// <summary>Its files.</summary>
    public IReadOnlyList<ModelFile> Files { get; init; } = [];

    /// <summary>Whether it is inside this package.</summary>
    public bool Ships => Sources.Count == 0;

    /// <summary>What whoever uses it must know, in English; null where there is nothing.</summary>
    public string? Caution { get; init; }

    /// <summary>The same in Portuguese.</summary>
    public string? CautionPortuguese { get; init; }

    /// <summary>The languages that it understands: "en", or "multi" for many.</summary>
    public required string Languages { get; init; }

    /// <summary>Its licence, as its publisher names it.</summary>
    public required string License { get; init; }

    /// <summary>Numbers an embedding.</summary>
    public required int Dimension { get; init; }

    /// <summary>About how much is fetched, in bytes.</summary>
    public required long? TotalBytes { get; init; }

    /// <summary>Mean of text-to-image recall@1/5/10 on Crossmodal-3600 in English, percent, as Immich's documentation lists it.</summary>
    public double? RecallEnglish { get; init; }

    /// <summary>The same in Portuguese.</summary>
    public double? RecallPortuguese { get; init; }
}
