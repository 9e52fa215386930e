namespace Vislumbre.Testing.Unsplash;

/// <summary>How the server behaves; without faults unless told.</summary>
public sealed record UnsplashServerOptions
{
    /// <summary>What the demonstration's faults are: all kinds, at shares that a long download meets.</summary>
    public static UnsplashServerOptions Faulty { get; } = new()
    {
        NotFoundShare = 0.02,
        GoneShare = 0.004,
        WrongTypeShare = 0.01,
        TruncatedShare = 0.01,
        ResetShare = 0.05,
        UnavailableShare = 0.05,
        StallShare = 0.001,
        StormsAt = [500, 5_000, 15_000],
    };

    /// <summary>The port; 0 takes any.</summary>
    public int Port { get; init; }

    /// <summary>Faults are drawn by this; the same seed gives each photo the same.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A delay before the headers of each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The widest picture that is drawn, in pixels, whatever is asked for.</summary>
    public int MaximumEdge { get; init; } = 256;

    /// <summary>Where drawn pictures are kept between runs; null keeps none.</summary>
    public string? PictureFolder { get; init; }

    /// <summary>How many bytes of pictures stay in memory.</summary>
    public long MaximumPictureBytes { get; init; } = 64L << 20;

    /// <summary>After how many bytes of an answer's body the zip's connection is cut; 0: never.</summary>
    public long CutReleaseAfter { get; init; }

    /// <summary>How many of the first requests for the zip are cut.</summary>
    public int CutReleaseTimes { get; init; } = 1;

    /// <summary>Share of photos that are 404.</summary>
    public double NotFoundShare { get; init; }

    /// <summary>Share of photos that are 410.</summary>
    public double GoneShare { get; init; }

    /// <summary>Share of photos that are a page.</summary>
    public double WrongTypeShare { get; init; }

    /// <summary>Share of photos of which half is there.</summary>
    public double TruncatedShare { get; init; }

    /// <summary>Share of requests whose connection breaks in mid-body. This and the next two strike photos that are fine, and never four times in a row.</summary>
    public double ResetShare { get; init; }

    /// <summary>Share of requests answered 503, without Retry-After.</summary>
    public double UnavailableShare { get; init; }

    /// <summary>Share of requests that get half the body and then nothing.</summary>
    public double StallShare { get; init; }

    /// <summary>How long nothing comes before the connection breaks.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>At which counts of requests for photos, from 1, a storm begins: every request for a photo gets 429 with Retry-After: 1 or 2.</summary>
    public IReadOnlyList<long> StormsAt { get; init; } = [];

    /// <summary>How long a storm lasts.</summary>
    public TimeSpan StormTime { get; init; } = TimeSpan.FromSeconds(2);
}
