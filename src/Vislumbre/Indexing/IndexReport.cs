using Vislumbre.Encoding;

namespace Vislumbre.Indexing;

/// <summary>What a run of indexing did.</summary>
public sealed record IndexReport
{
    /// <summary>Photo files under the given paths.</summary>
    public int Found { get; init; }

    /// <summary>Encoded and saved.</summary>
    public int Indexed { get; init; }

    /// <summary>Left alone: neither size nor time has changed.</summary>
    public int Unchanged { get; init; }

    /// <summary>Known under another name: not encoded again.</summary>
    public int Moved { get; init; }

    /// <summary>The same content as another photo: not encoded again.</summary>
    public int Copied { get; init; }

    /// <summary>Their files are gone.</summary>
    public int Missing { get; init; }

    /// <summary>Photos that the folders' tables of captions describe.</summary>
    public int Captioned { get; init; }

    /// <summary>Photos of an earlier version whose colours, camera, time and place were read now.</summary>
    public int Looked { get; init; }

    /// <summary>What a trial of eight bits found, where one was made.</summary>
    public PrecisionVerdict? Precision { get; init; }

    /// <summary>Tables of captions that cannot be used, and rows in them.</summary>
    public IReadOnlyList<FailedPhoto> CaptionFaults { get; init; } = [];

    /// <summary>Failed, now or before and unchanged since.</summary>
    public IReadOnlyList<FailedPhoto> Failed { get; init; } = [];

    /// <summary>Whether it was stopped before the end; the next run goes on.</summary>
    public bool Stopped { get; init; }

    /// <summary>How long it took, from the scan on.</summary>
    public TimeSpan Elapsed { get; init; }
}
