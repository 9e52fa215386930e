using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Vislumbre.Sources;

/// <summary>
/// Fetches one large file: resumed by range after a break, in this run or a later one, as long as the server's ETag is the same; tried
/// again with growing waits; checked by length and SHA-256 before it gets its name.
/// </summary>
internal sealed class ResumableDownload : IDisposable
{
    /// <summary>The name of a file that is not whole yet ends so.</summary>
    public const string PartSuffix = ".part";

    private const string HashPrefix = "sha256:";
    private const int MaximumRedirects = 5;
    private readonly DownloadPatience _patience;
    private readonly string? _token;
    private readonly AddressGuard? _guard;
    private readonly HttpClient _client;

    /// <summary>Makes one.</summary>
    /// <param name="patience">How long it tries.</param>
    /// <param name="token">Sent to the host of the address alone, never to where that redirects.</param>
    /// <param name="guard">What keeps addresses from leading inside; null where the address is the program's own or its owner's.</param>
    public ResumableDownload(DownloadPatience patience, string? token = null, AddressGuard? guard = null)
    {
        (_patience, _token, _guard) = (patience, token, guard);
        // Redirects are followed here, so that the token stays where it belongs.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = TimeSpan.FromSeconds(30) };
        if (guard is { AllowsPrivate: false })
        {
            // A proxy connects where it likes.
            (handler.ConnectCallback, handler.UseProxy) = (guard.ConnectAsync, false);
        }

        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Vislumbre", typeof(ResumableDownload).Assembly.GetName().Version?.ToString(2)));
    }

    /// <summary>Fetches a file to a path, where it appears only when it is whole and right.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="known">What is known of it beforehand.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="progress">Told the bytes that are here.</param>
    /// <param name="cancellationToken">Stops; what is here is kept.</param>
    /// <exception cref="DownloadException">It cannot be had from there.</exception>
    public async Task FetchAsync(Uri address, ExpectedFile known, string path, Action<long> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = new PartFile(path + PartSuffix);
        var resumed = part.Length > 0;
        var tag = await ReceiveAllAsync(address, known, part, progress, cancellationToken).ConfigureAwait(false);
        if (await ExpectedHashAsync(known, part, tag, cancellationToken).ConfigureAwait(false) is { } expected)
        {
            // What an earlier run left may be to blame rather than the hub: once more, from the beginning.
            part.Discard();
            if (resumed) tag = await ReceiveAllAsync(address, known, part, progress, cancellationToken).ConfigureAwait(false);
            if (!resumed || await ExpectedHashAsync(known, part, tag, cancellationToken).ConfigureAwait(false) is not null)
            {
                part.Discard();
                throw Changed(address, Language.Say("other bytes", "outros bytes"), $"SHA-256 {expected}");
            }
        }

        part.MoveTo(path);
    }

    /// <summary>Asks for the headers alone.</summary>
    /// <exception cref="DownloadException">Nobody answers.</exception>
    public async Task<HttpResponseMessage> HeadAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(HttpMethod.Head, address, address);
            return await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw GivenUp(address, new PassingTroubleException(e.GetBaseException().Message, innerException: e));
        }
    }

    /// <summary>The SHA-256 of a file, lower-case hexadecimal.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => _client.Dispose();

    // As many requests as it takes to the end of the file. Gives the server's ETag.
    private async Task<string?> ReceiveAllAsync(Uri address, ExpectedFile known, PartFile part, Action<long> progress, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            var before = part.Length;
            try
            {
                return await ReceiveAsync(address, known, part, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (PassingTroubleException e)
            {
                // A try that brought bytes starts the count anew: a long file over a bad line needs many.
                failures = part.Length > before ? 1 : failures + 1;
                if (failures >= _patience.MaximumAttempts) throw GivenUp(address, e);
                await Task.Delay(_patience.Wait(failures, e.RetryAfter), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // One request to the end of the file. Gives the server's ETag.
    private async Task<string?> ReceiveAsync(Uri address, ExpectedFile known, PartFile part, Action<long> progress, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            stall.CancelAfter(_patience.StallTimeout);
            var (response, tag) = await AskAsync(address, part, stall.Token).ConfigureAwait(false);
            using var kept = response;
            var total = ExpectedLength(response, part);
            if (known.Bytes is { } expected && total is { } said && said != expected)
            {
                part.Discard();
                throw Changed(address, $"{said:N0} bytes", $"{expected:N0} bytes");
            }

            if (response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable)
                await CopyAsync(response, part, progress, stall).ConfigureAwait(false);
            if (total is { } length && part.Length != length)
            {
                if (part.Length > length) part.Discard();
                throw new PassingTroubleException(Language.Say("the answer ended early", "a resposta terminou antes"));
            }

            return tag;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PassingTroubleException(Language.Say($"nothing came for {_patience.StallTimeout.TotalSeconds:0} s", $"nada veio por {_patience.StallTimeout.TotalSeconds:0} s"), innerException: e);
        }
        catch (HttpRequestException e)
        {
            if (e.GetBaseException() is FetchException refused) throw new DownloadException(refused.Message, innerException: refused);
            throw new PassingTroubleException(e.GetBaseException().Message, innerException: e);
        }
    }

    private async Task<(HttpResponseMessage Response, string? Tag)> AskAsync(Uri address, PartFile part, CancellationToken cancellationToken)
    {
        string? tag = null;
        var target = Allowed(address);
        for (var hop = 0; hop <= MaximumRedirects; hop++)
        {
            using var request = Request(HttpMethod.Get, target, address);
            if (part.ETag is not null) request.Headers.Range = new RangeHeaderValue(part.Length, null);
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            tag ??= Tag(response, (int)response.StatusCode is >= 300 and < 400);
            // What is here is of another ETag: it is thrown away, and this same answer, asked from the middle on, is of no use.
            if (part.ETag is { } had && tag is not null && had != tag)
            {
                response.Dispose();
                part.Discard();
                return await AskAsync(address, part, cancellationToken).ConfigureAwait(false);
            }

            if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location)
            {
                response.Dispose();
                target = Follow(target, location);
                continue;
            }

            CheckStatus(response, target, IsOrigin(target, address));
            var resumes = response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
                || (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == part.Length);
            if (!resumes && response.StatusCode == HttpStatusCode.PartialContent)
            {
                response.Dispose();
                part.Discard();
                throw new PassingTroubleException(Language.Say("the server sent another range than asked for", "o servidor mandou outro trecho que não o pedido"));
            }

            if (!resumes) part.Begin(tag);
            return (response, tag);
        }

        throw new DownloadException(Language.Say($"{address} redirects more than {MaximumRedirects} times.", $"{address} redireciona mais de {MaximumRedirects} vezes."));
    }

    private HttpRequestMessage Request(HttpMethod method, Uri target, Uri address)
    {
        var request = new HttpRequestMessage(method, target);
        if (_token is not null && IsOrigin(target, address)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return request;
    }

    private static bool IsOrigin(Uri target, Uri address) => target.Scheme == address.Scheme && target.Host == address.Host && target.Port == address.Port;

    private Uri Allowed(Uri target)
    {
        try
        {
            return _guard is null ? target : _guard.Check(target);
        }
        catch (FetchException e)
        {
            throw new DownloadException(e.Message, innerException: e);
        }
    }

    private Uri Follow(Uri from, Uri location)
    {
        if (Uri.TryCreate(from, location, out var target) && (target.Scheme == Uri.UriSchemeHttps || (target.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp))) return Allowed(target);
        throw new DownloadException(Language.Say($"{from} redirects to {location}, which is not https.", $"{from} redireciona para {location}, que não é https."));
    }

    // Hugging Face's hub tells of large files before it redirects: X-Linked-ETag is their SHA-256. Another redirect's ETag is its own, and a
    // weak one does not say that bytes are the same.
    private static string? Tag(HttpResponseMessage response, bool redirects)
    {
        if (response.Headers.TryGetValues("X-Linked-ETag", out var linked))
        {
            var hash = linked.First().Trim().TrimStart('W', '/').Trim('"');
            return hash.Length == 64 && hash.All(char.IsAsciiHexDigit) ? HashPrefix + hash.ToLowerInvariant() : hash;
        }

        return !redirects && response.Headers.ETag is { IsWeak: false } tag ? tag.Tag.Trim('"') : null;
    }

    private static void CheckStatus(HttpResponseMessage response, Uri target, bool isOrigin)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300 or 416) return;
        using (response)
        {
            // Where the origin redirects to, an address that has run out is refused too: the origin gives a new one.
            if (status is 408 or 425 or 429 or >= 500 || (!isOrigin && (status is 401 or 403))) throw new PassingTroubleException(Language.Say($"the server answers {status}", $"o servidor responde {status}"), RetryAfter(response));
            throw status is 401 or 403
                ? new DownloadException(Language.Say($"{target} may not be read ({status}).", $"{target} não pode ser lido ({status})."), status)
                : new DownloadException(Language.Say($"{target} answers {status}: it is not there any more.", $"{target} responde {status}: não está mais lá."), status);
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date is { } date ? date - DateTimeOffset.UtcNow : null);

    private static long? ExpectedLength(HttpResponseMessage response, PartFile part) => response.StatusCode switch
    {
        HttpStatusCode.PartialContent => response.Content.Headers.ContentRange?.Length,
        HttpStatusCode.RequestedRangeNotSatisfiable => response.Content.Headers.ContentRange?.Length ?? part.Length,
        _ => response.Content.Headers.ContentLength,
    };

    private async Task CopyAsync(HttpResponseMessage response, PartFile part, Action<long> progress, CancellationTokenSource stall)
    {
        await using var body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        await using var file = part.Append();
        var buffer = new byte[1 << 16];
        for (int read; (read = await ReadAsync(body, buffer, stall.Token).ConfigureAwait(false)) > 0;)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), stall.Token).ConfigureAwait(false);
            stall.CancelAfter(_patience.StallTimeout);
            progress(file.Position);
        }
    }

    // What goes wrong on the line may pass; what goes wrong on the disk does not.
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new PassingTroubleException(e.Message, innerException: e);
        }
    }

    // The hash that the bytes should have and have not; null where they are right.
    private static async Task<string?> ExpectedHashAsync(ExpectedFile known, PartFile part, string? tag, CancellationToken cancellationToken)
    {
        var linked = tag?.StartsWith(HashPrefix, StringComparison.Ordinal) == true ? tag[HashPrefix.Length..] : null;
        if (known.Sha256 is null && linked is null) return null;
        var hash = await HashAsync(part.Path, cancellationToken).ConfigureAwait(false);
        return known.Sha256 is { } pinned && pinned != hash ? pinned : linked is not null && linked != hash ? linked : null;
    }

    private static DownloadException Changed(Uri address, string has, string expected) => new(Language.Say(
        $"{address} has changed upstream or came damaged: it is {has}, expected was {expected}. Nothing was kept.",
        $"{address} mudou na origem ou veio danificado: é {has}, esperava-se {expected}. Nada foi guardado."));

    private static DownloadException GivenUp(Uri address, PassingTroubleException last) => new(Language.Say(
        $"{address} cannot be fetched: {last.Message}. What has come so far is kept; the same command resumes.",
        $"{address} não pode ser buscado: {last.Message}. O que já veio fica guardado; o mesmo comando continua."), innerException: last);
}
