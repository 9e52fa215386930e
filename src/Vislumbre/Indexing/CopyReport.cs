namespace Vislumbre.Indexing;

/// <summary>What is the same in both libraries after a copy.</summary>
/// <param name="Photos">How many photos.</param>
/// <param name="Embeddings">How many of them have an embedding.</param>
/// <param name="Checksum">XXH128 over numbers, paths, hashes, states and embeddings, as hexadecimal digits.</param>
public sealed record CopyReport(long Photos, long Embeddings, string Checksum);
