namespace Vislumbre.Catalog;

/// <summary>Why a library cannot serve.</summary>
public enum LibraryFault
{
    /// <summary>There is none at the place.</summary>
    Absent,

    /// <summary>It was made with another model.</summary>
    OtherModel,

    /// <summary>It was made by a newer version.</summary>
    Newer,

    /// <summary>Another process is writing it.</summary>
    Busy,

    /// <summary>What was asked for is not in it.</summary>
    NotFound,

    /// <summary>Its files cannot be read or written.</summary>
    Unusable,
}
