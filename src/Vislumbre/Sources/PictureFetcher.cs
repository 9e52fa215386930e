using System.Net;
using System.Net.Http.Headers;

namespace Vislumbre.Sources;

/// <summary>
/// Fetches a picture from an address that a person gave, under guard: http and https only, no credentials, every address that the name
/// leads to must be public — checked on the very address that is connected to, and again after each redirect —, limits on size and time.
/// Thread-safe.
/// </summary>
public sealed class PictureFetcher : IDisposable
{
    private readonly FetchOptions _options;
    private readonly AddressGuard _guard;
    private readonly HttpClient _client;

    /// <summary>Makes one with limits.</summary>
    public PictureFetcher(FetchOptions? options = null)
        : this(options ?? new FetchOptions(), AddressPolicy.IsPublic, Dns.GetHostAddressesAsync)
    {
    }

    internal PictureFetcher(FetchOptions options, Func<IPAddress, bool> isAllowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _options = options;
        _guard = new AddressGuard(options.AllowPrivateAddresses, isAllowed, resolve);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false, // a proxy would connect where it likes
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.Zero, // each fetch looks its name up and is checked anew
            ConnectCallback = _guard.ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Vislumbre", typeof(PictureFetcher).Assembly.GetName().Version?.ToString(2)));
        _client.DefaultRequestHeaders.Accept.ParseAdd("image/*");
    }

    /// <summary>Fetches.</summary>
    /// <exception cref="FetchException">Refused, and why.</exception>
    public async Task<FetchedPicture> FetchAsync(string address, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.Timeout);
        try
        {
            var target = _guard.Check(address);
            for (var hop = 0; ; hop++)
            {
                using var response = await _client.GetAsync(target, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
                if (response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400)
                {
                    target = Follow(target, location, hop);
                    continue;
                }

                return new FetchedPicture(await ReadAsync(response, target, deadline.Token).ConfigureAwait(false), target);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FetchException(FetchRefusal.TooSlow, Language.Say(
                $"The picture took more than {_options.Timeout.TotalSeconds:0} s to come.", $"A imagem demorou mais de {_options.Timeout.TotalSeconds:0} s."), e);
        }
        catch (HttpRequestException e)
        {
            throw e.GetBaseException() as FetchException ?? Unreachable(e);
        }
        catch (IOException e)
        {
            throw Unreachable(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Uri Follow(Uri from, Uri location, int hop)
    {
        if (hop >= _options.MaximumRedirects)
        {
            throw new FetchException(FetchRefusal.Redirect, Language.Say(
                $"The address redirects more than {_options.MaximumRedirects} times.", $"O endereço redireciona mais de {_options.MaximumRedirects} vezes."));
        }

        return _guard.Follow(from, location);
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, Uri target, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new FetchException(FetchRefusal.Status, Language.Say(
                $"{target.Host} answered {(int)response.StatusCode}.", $"{target.Host} respondeu {(int)response.StatusCode}."));
        }

        var headers = response.Content.Headers;
        var type = headers.ContentType?.MediaType ?? "application/octet-stream";
        var isPicture = type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("image/svg", StringComparison.OrdinalIgnoreCase);
        if ((!isPicture && type != "application/octet-stream") || headers.ContentEncoding.Count > 0)
        {
            throw new FetchException(FetchRefusal.WrongType, Language.Say(
                "The address gives something else than a picture: use the address of the picture itself, not of its page.",
                "O endereço dá outra coisa que não uma imagem: use o endereço da própria imagem, não o da página."));
        }

        if (headers.ContentLength > _options.MaximumBytes) throw TooLarge();
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var kept = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (kept.Length + read > _options.MaximumBytes) throw TooLarge();
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private FetchException TooLarge() => new(FetchRefusal.TooLarge, Language.Say(
        $"The picture is larger than {_options.MaximumBytes >> 20} MB.", $"A imagem tem mais de {_options.MaximumBytes >> 20} MB."));

    private static FetchException Unreachable(Exception cause) => new(FetchRefusal.Unreachable, Language.Say(
        "The address cannot be reached: is it spelled right, and is the server up?", "O endereço não pode ser alcançado: está escrito certo, e o servidor está no ar?"), cause);
}
