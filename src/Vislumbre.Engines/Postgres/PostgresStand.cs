namespace Vislumbre.Engines.Postgres;

/// <summary>What a search in PostgreSQL must know beforehand.</summary>
/// <param name="Rows">How many photos can be found.</param>
/// <param name="Codes">What the graph compares by; null where there is no graph.</param>
/// <param name="Centre">Of a graph over bits: what each number is compared with, as pgvector writes it.</param>
internal readonly record struct PostgresStand(long Rows, PostgresCodes? Codes, string? Centre);
