using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>What taking a source's tables into the catalog did.</summary>
public sealed record TablesReport
{
    /// <summary>Rows taken, by the tables' names.</summary>
    public IReadOnlyDictionary<string, long> Rows { get; init; } = new Dictionary<string, long>();

    /// <summary>The keys of the photos taken; empty where the catalog had the very tables already.</summary>
    public IReadOnlySet<string> Keys { get; init; } = new HashSet<string>();

    /// <summary>Rows that name a photo which the source does not have.</summary>
    public long Strangers { get; init; }

    /// <summary>How many rows, or values in rows, were left out.</summary>
    public long FaultCount { get; init; }

    /// <summary>The first of those.</summary>
    public IReadOnlyList<TableFault> Faults { get; init; } = [];

    /// <summary>Whether the catalog had these very tables already.</summary>
    public bool Unchanged { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
