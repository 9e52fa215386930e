namespace Vislumbre.Indexing;

/// <summary>What indexing is doing to photos.</summary>
public enum IndexStage
{
    /// <summary>It decodes and encodes those that are new or changed.</summary>
    Encoding,

    /// <summary>It reads once more what an earlier version did not ask of them.</summary>
    Looks,

    /// <summary>It makes small pictures; searches find the photos already.</summary>
    Thumbnails,
}
