using Vislumbre.Sources;

namespace Vislumbre.Engines.Postgres;

/// <summary>How a worker works.</summary>
public sealed record WorkerOptions
{
    /// <summary>How photos are fetched that are known by their addresses.</summary>
    public DownloadOptions Download { get; init; } = new() { Parallel = 32 };

    /// <summary>Photos taken at a time.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>How long they are its own without a word from it; it tells three times as often that it lives.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After how many workers that died with it a file is set aside.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>Whether it ends when nothing waits and nobody works; else it waits for more.</summary>
    public bool EndsWhenDone { get; init; }

    /// <summary>How long it waits before it asks for work again.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it waits for a server that is away.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
