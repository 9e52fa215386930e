namespace Vislumbre.Testing.Unsplash;

/// <summary>What is wrong with a row.</summary>
public enum BadRowKind
{
    /// <summary>It ends early.</summary>
    TooFewFields,

    /// <summary>photo_id is empty.</summary>
    NoPhotoId,

    /// <summary>photo_id would be a path out of any folder.</summary>
    PhotoIdWithSlashes,

    /// <summary>photo_image_url is no address; in photos alone.</summary>
    NoAddress,

    /// <summary>photo_id is that of no photo; in the other tables alone.</summary>
    UnknownPhoto,
}
