using System.Net;
using System.Net.Sockets;

namespace Vislumbre.Sources;

/// <summary>
/// Lets no address lead inside: http and https only, no credentials, and every address that a name leads to must be public, checked on the
/// very connection, so also after each redirect.
/// </summary>
/// <param name="allowPrivate">Whether private and loopback addresses are allowed after all.</param>
/// <param name="isAllowed">Tells which addresses are allowed.</param>
/// <param name="resolve">Looks a name up.</param>
internal sealed class AddressGuard(bool allowPrivate, Func<IPAddress, bool> isAllowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private const int MaximumAddressLength = 2048;

    // Above 1023: those at which the Fetch standard's "bad ports" have browsers ask nothing, and where databases listen.
    private static readonly int[] Services =
        [1719, 1720, 1723, 2049, 2375, 2376, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5984, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 9300, 10080, 11211, 27017];

    /// <summary>Makes the one that is used outside of tests.</summary>
    public AddressGuard(bool allowPrivate) : this(allowPrivate, AddressPolicy.IsPublic, Dns.GetHostAddressesAsync)
    {
    }

    /// <summary>Whether private and loopback addresses are allowed.</summary>
    public bool AllowsPrivate => allowPrivate;

    /// <summary>An address that may be asked for: http or https, without credentials, at a port where pictures are.</summary>
    /// <exception cref="FetchException">It may not, and why.</exception>
    public Uri Check(string address)
    {
        if (address.Length > MaximumAddressLength || !Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri))
        {
            throw new FetchException(FetchRefusal.Malformed, Language.Say(
                $"That is not an address of at most {MaximumAddressLength} characters, such as https://example.com/photo.jpg.",
                $"Isso não é um endereço de até {MaximumAddressLength} caracteres, como https://example.com/foto.jpg."));
        }

        return Check(uri);
    }

    /// <inheritdoc cref="Check(string)"/>
    public Uri Check(Uri uri)
    {
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new FetchException(FetchRefusal.Scheme, Language.Say(
                $"Only http and https addresses are fetched, not {uri.Scheme}.", $"Só endereços http e https são buscados, não {uri.Scheme}."));
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new FetchException(FetchRefusal.Credentials, Language.Say(
                "The address must carry no user name or password.", "O endereço não deve levar nome de usuário nem senha."));
        }

        if (!allowPrivate && uri.Port is not (80 or 443) && (uri.Port < 1024 || Services.Contains(uri.Port)))
        {
            throw new FetchException(FetchRefusal.Port, Language.Say(
                $"Port {uri.Port} is not one that pictures are fetched from.", $"A porta {uri.Port} não é uma de onde se buscam imagens."));
        }

        if (uri.Host.Length == 0) throw new FetchException(FetchRefusal.Malformed, Language.Say("The address names no server.", "O endereço não nomeia um servidor."));
        return uri;
    }

    /// <summary>Where a redirect leads, if one may go there: never from https to http.</summary>
    /// <exception cref="FetchException">One may not, and why.</exception>
    public Uri Follow(Uri from, Uri location)
    {
        if (!Uri.TryCreate(from, location, out var joined))
            throw new FetchException(FetchRefusal.Redirect, Language.Say("The address redirects to something that is no address.", "O endereço redireciona para algo que não é um endereço."));
        var target = Check(joined);
        if (from.Scheme != Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttps) return target;
        throw new FetchException(FetchRefusal.Redirect, Language.Say("The address redirects from https to http.", "O endereço redireciona de https para http."));
    }

    /// <summary>Connects to the server of an address, if all that its name leads to is allowed; for a handler of connections.</summary>
    /// <exception cref="FetchException">It is not.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellationToken).ConfigureAwait(false);
        // One private address among public ones is enough to refuse: which one is connected to must not be luck.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, address => allowPrivate || isAllowed(address)))
        {
            throw new FetchException(FetchRefusal.PrivateAddress, Language.Say(
                $"{host} does not lead to a public address.", $"{host} não leva a um endereço público."));
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
