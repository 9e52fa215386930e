namespace Vislumbre.Indexing;

/// <summary>What is the same in both libraries after a copy.</summary>
/// <param name="Photos">How many photos.</param>
/// <param name="Embeddings">How many of them have an embedding.</param>
/// <param name="Checksum">XXH128 over numbers, paths, hashes, states and embeddings of photos, what is said of them, how they look, and how many rows each table has; hexadecimal digits.</param>
public sealed record CopyReport(long Photos, long Embeddings, string Checksum);
