using Vislumbre.Sources;

namespace Vislumbre.Models;

/// <summary>Where the hub is and how patient to be with it.</summary>
public sealed record HubOptions
{
    /// <summary>The hub's address.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>Sent to the hub alone, never to where it redirects.</summary>
    public string? Token { get; init; }

    /// <summary>How long it tries.</summary>
    public DownloadPatience Patience { get; init; } = new();

    /// <summary>How many bytes are free where a folder is; replaced in tests.</summary>
    internal Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary><c>HF_ENDPOINT</c> and <c>HF_TOKEN</c>.</summary>
    /// <exception cref="ModelException"><c>HF_ENDPOINT</c> is no http address.</exception>
    public static HubOptions FromEnvironment()
    {
        var options = new HubOptions { Token = Environment.GetEnvironmentVariable("HF_TOKEN") is { Length: > 0 } token ? token : null };
        if (Environment.GetEnvironmentVariable("HF_ENDPOINT") is not { Length: > 0 } endpoint) return options;
        return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")
            ? options with { Endpoint = uri }
            : throw new ModelException(Language.Say($"HF_ENDPOINT is \"{endpoint}\"; it must be an http or https address.", $"HF_ENDPOINT é \"{endpoint}\"; deve ser um endereço http ou https."));
    }
}
