namespace Vislumbre.Bench.Scale;

/// <summary>Something that happens at a moment of the simulation.</summary>
/// <param name="Kind">What.</param>
/// <param name="Query">To which query; null where to none.</param>
/// <param name="Shard">Of which shard.</param>
/// <param name="Replica">Of which of its replicas.</param>
internal readonly record struct SimulatedEvent(SimulatedEventKind Kind, SimulatedQuery? Query = null, int Shard = 0, int Replica = 0);
