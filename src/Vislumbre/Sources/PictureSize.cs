using System.Globalization;

namespace Vislumbre.Sources;

/// <summary>What picture to ask an imgix server for, as Unsplash has them.</summary>
public sealed record PictureSize
{
    /// <summary>Pixels across; null for the original.</summary>
    public int? Width { get; init; }

    /// <summary>The quality, 1 to 100; null for the server's own.</summary>
    public int? Quality { get; init; }

    /// <summary>The kind: jpg, png, webp, avif; null for the server's own.</summary>
    public string? Format { get; init; }

    /// <summary>The extension of the files.</summary>
    public string Extension => Format is null ? ".jpg" : $".{Format}";

    /// <summary>The address of a picture in this size.</summary>
    public string Of(string address)
    {
        var asked = new List<string>();
        if (Width is { } width) asked.Add(string.Create(CultureInfo.InvariantCulture, $"w={width}"));
        if (Quality is { } quality) asked.Add(string.Create(CultureInfo.InvariantCulture, $"q={quality}"));
        if (Format is not null) asked.Add($"fm={Format}");
        if (asked.Count == 0) return address;
        return $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', asked)}";
    }
}
