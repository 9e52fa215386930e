namespace Vislumbre.Catalog;

/// <summary>How fetching a photo from its source stands.</summary>
public enum DownloadState
{
    /// <summary>It was not asked for, or not answered yet.</summary>
    Waiting = 0,

    /// <summary>Its file is here.</summary>
    Here = 1,

    /// <summary>The source does not have it any more; it is not asked for again unless told.</summary>
    Gone = 2,

    /// <summary>It could not be had; the reason is kept, and the next run tries again.</summary>
    Failed = 3,
}
