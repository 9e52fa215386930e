namespace Vislumbre.Catalog;

/// <summary>What a source says of a photo.</summary>
public sealed record PhotoDetails
{
    /// <summary>Its number in this library.</summary>
    public long Id { get; init; }

    /// <summary>Who says it: "unsplash", "captions", "list".</summary>
    public string Source { get; init; } = "";

    /// <summary>What the source calls the photo.</summary>
    public string Key { get; init; } = "";

    /// <summary>Where its file is, once it was fetched or imported.</summary>
    public string? File { get; init; }

    /// <summary>How fetching it stands.</summary>
    public DownloadState State { get; init; }

    /// <summary>Why it failed or is gone.</summary>
    public string? StateReason { get; init; }

    /// <summary>The address of its page.</summary>
    public string? PageAddress { get; init; }

    /// <summary>The address of its picture.</summary>
    public string? ImageAddress { get; init; }

    /// <summary>When it was submitted: milliseconds since 1970, UTC.</summary>
    public long? SubmittedMs { get; init; }

    /// <summary>Whether the source's editors chose it.</summary>
    public bool? Featured { get; init; }

    /// <summary>Pixels across of the original.</summary>
    public long? Width { get; init; }

    /// <summary>Pixels down of the original.</summary>
    public long? Height { get; init; }

    /// <summary>Width over height.</summary>
    public double? AspectRatio { get; init; }

    /// <summary>The photographer's words.</summary>
    public string? Description { get; init; }

    /// <summary>A machine's words.</summary>
    public string? AiDescription { get; init; }

    /// <summary>The photographer's name at the source.</summary>
    public string? PhotographerUsername { get; init; }

    /// <summary>The photographer's first name.</summary>
    public string? PhotographerFirstName { get; init; }

    /// <summary>The photographer's last name.</summary>
    public string? PhotographerLastName { get; init; }

    /// <summary>Who made the camera.</summary>
    public string? CameraMake { get; init; }

    /// <summary>The camera.</summary>
    public string? CameraModel { get; init; }

    /// <summary>The sensitivity.</summary>
    public long? Iso { get; init; }

    /// <summary>The f-number.</summary>
    public double? Aperture { get; init; }

    /// <summary>In millimetres.</summary>
    public double? FocalLength { get; init; }

    /// <summary>In seconds, as the camera wrote it: "1/125".</summary>
    public string? ExposureTime { get; init; }

    /// <summary>The place, in words.</summary>
    public string? Location { get; init; }

    /// <summary>Degrees north.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east.</summary>
    public double? Longitude { get; init; }

    /// <summary>The country.</summary>
    public string? Country { get; init; }

    /// <summary>The city.</summary>
    public string? City { get; init; }

    /// <summary>How often it was looked at.</summary>
    public long? Views { get; init; }

    /// <summary>How often it was downloaded.</summary>
    public long? Downloads { get; init; }

    /// <summary>A landmark that a machine sees in it.</summary>
    public string? Landmark { get; init; }

    /// <summary>The landmark's degrees north.</summary>
    public double? LandmarkLatitude { get; init; }

    /// <summary>The landmark's degrees east.</summary>
    public double? LandmarkLongitude { get; init; }

    /// <summary>How sure the machine is, 0 to 100.</summary>
    public double? LandmarkConfidence { get; init; }

    /// <summary>A blurred picture of it in some characters (BlurHash).</summary>
    public string? BlurHash { get; init; }

    /// <summary>Columns that have no name here, as a JSON object.</summary>
    public string? Rest { get; init; }

    /// <summary>The photographer's whole name, else the name at the source; null where neither is known.</summary>
    public string? Photographer => string.Join(' ', new[] { PhotographerFirstName, PhotographerLastName }.Where(name => !string.IsNullOrWhiteSpace(name))) is { Length: > 0 } name ? name : PhotographerUsername;

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset? Submitted => SubmittedMs is { } moment ? DateTimeOffset.FromUnixTimeMilliseconds(moment) : null;

    /// <summary>Who is to be named wherever the photo is shown; null where the source asks for nothing.</summary>
    public Attribution? Attribution => Source == Sources.UnsplashTables.Source ? Attribution.OfUnsplash(this) : null;
}
