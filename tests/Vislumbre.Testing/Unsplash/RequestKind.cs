namespace Vislumbre.Testing.Unsplash;

/// <summary>What a request asks for.</summary>
public enum RequestKind
{
    /// <summary>/data/lite/latest.</summary>
    Latest,

    /// <summary>/releases/lite.zip.</summary>
    Release,

    /// <summary>A photo of the release.</summary>
    Photo,

    /// <summary>Anything else.</summary>
    Other,
}
