namespace Vislumbre.Testing.Unsplash;

/// <summary>What a generated release holds and which shape its tables have.</summary>
public sealed record ReleaseOptions
{
    /// <summary>The names a later release gave two columns of colours.</summary>
    public static readonly IReadOnlyDictionary<string, string> LaterNames = new Dictionary<string, string>
    {
        ["colors.coverage"] = "ai_coverage",
        ["colors.score"] = "ai_score",
    };

    /// <summary>How many photos; rows that are truly bad come on top.</summary>
    public int Photos { get; init; } = 25_000;

    /// <summary>The same seed writes the same release.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The server whose addresses stand in the table.</summary>
    public Uri BaseAddress { get; init; } = new("http://127.0.0.1:8765/");

    /// <summary>How many scenes there are; photo i shows scene i modulo this. 0: each photo a scene of its own.</summary>
    public int DistinctPictures { get; init; }

    /// <summary>Into how many files each table is split; each has the header.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Whether files end in .csv000, as some releases' do; the fields are still parted by tabs.</summary>
    public bool CsvNames { get; init; }

    /// <summary>Other names for columns: "table.column" to the new name, as in <see cref="LaterNames"/>.</summary>
    public IReadOnlyDictionary<string, string> RenamedColumns { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether each table has a column that nobody knows, as the second one.</summary>
    public bool ExtraColumn { get; init; }

    /// <summary>Whether the columns stand in the opposite order.</summary>
    public bool ReorderedColumns { get; init; }

    /// <summary>Whether the tables are left beside the zip, unpacked.</summary>
    public bool Unpacked { get; init; }

    /// <summary>A folder inside the zip that holds everything; empty: none.</summary>
    public string ZipFolder { get; init; } = "";

    /// <summary>How many truly bad rows each of the tables has; their kinds take turns.</summary>
    public int BadRows { get; init; }

    /// <summary>How many photos have a description written raw with a quote at its beginning that is never closed. A strict reader loses the rows after it.</summary>
    public int StrayQuotes { get; init; }

    /// <summary>One photo in so many has an odd description: quotes, tabs, line breaks, other scripts, great length.</summary>
    public int OddEvery { get; init; } = 12;

    /// <summary>Keywords a photo, about.</summary>
    public int Keywords { get; init; } = 8;

    /// <summary>Collections a photo, about.</summary>
    public int Collections { get; init; } = 2;

    /// <summary>Colours a photo, about.</summary>
    public int Colors { get; init; } = 5;

    /// <summary>Downloads a photo, about.</summary>
    public int Conversions { get; init; } = 4;
}
