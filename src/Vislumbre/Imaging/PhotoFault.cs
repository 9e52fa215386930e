namespace Vislumbre.Imaging;

/// <summary>Why a picture was refused.</summary>
public enum PhotoFault
{
    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The bytes do not begin like any picture.</summary>
    NotAPicture,

    /// <summary>A kind of picture that is not read, because it can refer to other files or run a program.</summary>
    UnsafeKind,

    /// <summary>A picture of a kind that this build's decoder lacks.</summary>
    UnsupportedKind,

    /// <summary>The file ends before the picture does.</summary>
    Truncated,

    /// <summary>The bytes contradict themselves.</summary>
    Damaged,

    /// <summary>More pixels, or more bytes, than the limits allow.</summary>
    TooLarge,

    /// <summary>The file cannot be opened.</summary>
    Unreadable,
}
