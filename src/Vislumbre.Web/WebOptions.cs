using System.Net;
using Vislumbre.Sources;

namespace Vislumbre.Web;

/// <summary>How the page is served.</summary>
public sealed record WebOptions
{
    /// <summary>The port; 0 takes any that is free.</summary>
    public int Port { get; init; } = 5177;

    /// <summary>The address listened on. Only loopback: there is no password yet.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The limits of fetching pictures by address.</summary>
    public FetchOptions Fetch { get; init; } = new();

    /// <summary>The largest picture that may be uploaded, in bytes.</summary>
    public long MaximumUpload { get; init; } = 32 << 20;
}
