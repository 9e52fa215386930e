namespace Vislumbre.Testing.Unsplash;

/// <summary>What becomes of a photo however often it is asked for.</summary>
public enum PhotoFate
{
    /// <summary>It is there.</summary>
    Fine,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>410.</summary>
    Gone,

    /// <summary>200 with a page instead of a picture.</summary>
    WrongType,

    /// <summary>200 with half the picture, and a Content-Length that agrees.</summary>
    Truncated,
}
