using System.Net;
using Vislumbre.Sources;

namespace Vislumbre.Web;

/// <summary>How the page is served.</summary>
public sealed record WebOptions
{
    /// <summary>The port; 0 takes any that is free.</summary>
    public int Port { get; init; } = 5177;

    /// <summary>The address listened on. Beyond loopback it takes a <see cref="Token"/> or a <see cref="TrustedHeader"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>What everybody must know who comes; null for nothing.</summary>
    public string? Token { get; init; }

    /// <summary>The header in which a reverse proxy names whom it has let in; without it nobody comes in. Null where there is none.</summary>
    public string? TrustedHeader { get; init; }

    /// <summary>The fewest characters of a token: one that can be guessed is none.</summary>
    public const int ShortestToken = 12;

    /// <summary>Makes sure that nobody comes in who is not meant to.</summary>
    /// <exception cref="ServeException">It would be open to others without a token or a proxy, or the token is too short.</exception>
    public void Check()
    {
        if (!IPAddress.IsLoopback(Address) && Token is null && TrustedHeader is null)
        {
            throw new ServeException(Language.Say(
                $"Others could come in at {Address}: give a --token, or with --trust-header the header of a reverse proxy that lets people in.",
                $"Outros poderiam entrar em {Address}: dê um --token, ou com --trust-header o cabeçalho de um proxy reverso que deixa as pessoas entrarem."));
        }

        if (TrustedHeader is not null && Token is not null)
            throw new ServeException(Language.Say("A token and a trusted header are two ways in: choose one.", "Um token e um cabeçalho confiável são duas entradas: escolha uma."));
        if (TrustedHeader is not null && Hosts.Count == 0)
            throw new ServeException(Language.Say("With --trust-header also say by which name people ask for it: --host photos.example.com", "Com --trust-header diga também por que nome se pede por ele: --host fotos.example.com"));
        if (Token is { Length: < ShortestToken })
            throw new ServeException(Language.Say($"A token has at least {ShortestToken} characters: openssl rand -hex 16 makes one.", $"Um token tem ao menos {ShortestToken} caracteres: openssl rand -hex 16 faz um."));
    }

    /// <summary>The names by which a reverse proxy asks for it: with <see cref="TrustedHeader"/> it answers to no other, so that a page elsewhere which calls itself by this address gets nothing.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whether it serves this machine's user alone, who may see where files lie and add folders.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Address) && Token is null && TrustedHeader is null;

    /// <summary>The limits of fetching pictures by address.</summary>
    public FetchOptions Fetch { get; init; } = new();

    /// <summary>The largest picture that may be uploaded, in bytes.</summary>
    public long MaximumUpload { get; init; } = 32 << 20;
}
