namespace Vislumbre.Sources;

/// <summary>Why an address was not fetched.</summary>
public enum FetchRefusal
{
    /// <summary>It is no address.</summary>
    Malformed,

    /// <summary>Neither http nor https.</summary>
    Scheme,

    /// <summary>It carries a user name or password.</summary>
    Credentials,

    /// <summary>A port that belongs to another kind of server.</summary>
    Port,

    /// <summary>Its name leads to an address that is not public.</summary>
    PrivateAddress,

    /// <summary>Its name leads nowhere, or nobody answers there.</summary>
    Unreachable,

    /// <summary>It sends from one place to the next without end, or from https to http.</summary>
    Redirect,

    /// <summary>The server answers that it has no such picture.</summary>
    Status,

    /// <summary>More bytes than the limit.</summary>
    TooLarge,

    /// <summary>Longer than the limit.</summary>
    TooSlow,

    /// <summary>What comes is no picture.</summary>
    WrongType,
}
