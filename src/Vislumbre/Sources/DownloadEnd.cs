namespace Vislumbre.Sources;

/// <summary>How fetching a photo ended.</summary>
public enum DownloadEnd
{
    /// <summary>Its file is here, whole.</summary>
    Got,

    /// <summary>The server says that there is no such photo any more.</summary>
    Gone,

    /// <summary>It could not be had.</summary>
    Failed,
}
