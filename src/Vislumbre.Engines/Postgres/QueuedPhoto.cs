using Vislumbre.Sources;

namespace Vislumbre.Engines.Postgres;

/// <summary>A photo that a worker is to index.</summary>
/// <param name="Id">Its number in the queue.</param>
/// <param name="Path">The file's full path; the photo's address where it is to be fetched.</param>
/// <param name="Bytes">The file's length; 0 of one that is to be fetched.</param>
/// <param name="ModifiedTicks">When the file was last written, UTC ticks; 0 of one that is to be fetched.</param>
/// <param name="Address">What is fetched, which may be a smaller picture than the one at the photo's address; null for a file.</param>
/// <param name="DetailId">The number of what its source says of one that is to be fetched.</param>
public sealed record QueuedPhoto(long Id, string Path, long Bytes, long ModifiedTicks, string? Address, long? DetailId)
{
    /// <summary>The file, of one that is a file.</summary>
    public FoundFile File => new(Path, Bytes, new DateTime(ModifiedTicks, DateTimeKind.Utc));
}
