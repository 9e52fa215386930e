namespace Vislumbre.Imaging;

/// <summary>What cameras and people wrote into a photo's file; what is absent or makes no sense is null.</summary>
/// <remarks>Texts are trimmed, on one line, without control characters and of at most 2,000 characters.</remarks>
public sealed record PhotoMetadata
{
    /// <summary>Nothing at all.</summary>
    public static PhotoMetadata None { get; } = new();

    /// <summary>When it was taken by the camera's own clock, whatever its zone, in milliseconds since 1970 as if that were UTC: the day and the hour that whoever took it remembers.</summary>
    public long? TakenMs { get; init; }

    /// <summary>Who made the camera.</summary>
    public string? CameraMake { get; init; }

    /// <summary>The camera's model.</summary>
    public string? CameraModel { get; init; }

    /// <summary>The lens's model.</summary>
    public string? Lens { get; init; }

    /// <summary>The sensitivity by ISO 12232, above 0.</summary>
    public int? Iso { get; init; }

    /// <summary>The f-number, above 0.</summary>
    public double? Aperture { get; init; }

    /// <summary>In millimetres, above 0, not converted to another film size.</summary>
    public double? FocalLength { get; init; }

    /// <summary>In seconds, as photographers write it: "1/250" or "2.5".</summary>
    public string? ExposureTime { get; init; }

    /// <summary>In degrees, −90..90, north positive; present only together with <see cref="Longitude"/>.</summary>
    public double? Latitude { get; init; }

    /// <summary>In degrees, −180..180, east positive; present only together with <see cref="Latitude"/>.</summary>
    public double? Longitude { get; init; }

    /// <summary>Where, as somebody wrote it: within the city.</summary>
    public string? Location { get; init; }

    /// <summary>In which city, as somebody wrote it.</summary>
    public string? City { get; init; }

    /// <summary>In which country, as somebody wrote it.</summary>
    public string? Country { get; init; }

    /// <summary>What somebody wrote about it.</summary>
    public string? Description { get; init; }

    /// <summary>At most 200, none twice.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Who took it.</summary>
    public string? Photographer { get; init; }
}
