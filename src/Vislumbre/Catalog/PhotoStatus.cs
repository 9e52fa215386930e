namespace Vislumbre.Catalog;

/// <summary>How a photo stands.</summary>
public enum PhotoStatus
{
    /// <summary>It has an embedding and is found.</summary>
    Indexed = 0,

    /// <summary>It could not be read; the reason is kept, and it is tried again when the file changes.</summary>
    Failed = 1,

    /// <summary>Its file is gone. Its embedding stays, so that it is found again at once when the file comes back or turns up elsewhere.</summary>
    Missing = 2,
}
