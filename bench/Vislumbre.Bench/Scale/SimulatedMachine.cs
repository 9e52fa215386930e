namespace Vislumbre.Bench.Scale;

/// <summary>One replica of a shard.</summary>
internal sealed class SimulatedMachine
{
    /// <summary>Queries that wait here.</summary>
    public Queue<SimulatedQuery> Waiting { get; } = new();

    /// <summary>Queries it works on.</summary>
    public int Busy { get; set; }

    /// <summary>Answers it owes, as those who ask know.</summary>
    public int Owed { get; set; }

    /// <summary>Whether it works.</summary>
    public bool Lives { get; set; } = true;

    /// <summary>Whether it is asked.</summary>
    public bool Asked { get; set; } = true;
}
