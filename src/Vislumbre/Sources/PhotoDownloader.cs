using System.Net;
using System.Net.Http.Headers;

namespace Vislumbre.Sources;

/// <summary>
/// Fetches many photos at a time over few connections, politely: it waits as long as a server asks, asks less where it is too much, tries
/// again what may pass, and stops where nothing can be had any more. A file appears under its name when it is whole, or not at all.
/// </summary>
public sealed class PhotoDownloader : IDisposable
{
    /// <summary>The name of a file that is not whole yet ends so.</summary>
    public const string PartSuffix = ".part";

    private const int MaximumBadPictures = 2;
    private const int MaximumRefusals = 60;
    private const int MaximumRedirects = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly DownloadOptions _options;
    private readonly AddressGuard _guard;
    private readonly Func<string, string?> _check;
    private readonly HttpClient _client;
    private long _bytes;
    private int _inARow;
    private int _troubles;
    private long _troubledSince;

    /// <summary>Makes one.</summary>
    /// <param name="options">How.</param>
    /// <param name="check">Tells what is wrong with the picture in a file, or null; called on several threads.</param>
    public PhotoDownloader(DownloadOptions options, Func<string, string?> check)
    {
        (_options, _check) = (options, check);
        _guard = new AddressGuard(options.AllowPrivateAddresses);
        _client = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = options.Parallel,
            EnableMultipleHttp2Connections = true,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10), // so that names are looked up again now and then
            ConnectTimeout = options.Patience.StallTimeout,
            AllowAutoRedirect = false, // each target is checked first
            UseCookies = false,
            UseProxy = options.AllowPrivateAddresses, // a proxy connects where it likes, and is most often at a private address
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = _guard.ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Vislumbre", typeof(PhotoDownloader).Assembly.GetName().Version?.ToString(2)));
        _client.DefaultRequestHeaders.Accept.ParseAdd("image/*");
    }

    /// <summary>How many bytes of bodies have come so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Fetches photos until there are no more.</summary>
    /// <param name="items">The photos; each is asked for when its turn comes.</param>
    /// <param name="done">Told what became of each, on several threads.</param>
    /// <param name="cancellationToken">Stops: at most the photos that are under way are lost, and asked for by the next run.</param>
    /// <exception cref="SourceException">Too many photos in a row failed, or files cannot be written.</exception>
    public async Task RunAsync(IEnumerable<DownloadItem> items, Action<DownloadResult> done, CancellationToken cancellationToken = default)
    {
        using var enumerator = items.GetEnumerator();
        var queue = new DownloadQueue(enumerator);
        var pace = new DownloadPace(_options.Parallel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, _options.Parallel).Select(worker => Task.Run(() => WorkAsync(worker, queue, pace, done, stop.Token), stop.Token)).ToList();
        Task? first = null;
        while (workers.Count > 0)
        {
            var ended = await Task.WhenAny(workers).ConfigureAwait(false);
            workers.Remove(ended);
            if (ended.IsCompletedSuccessfully) continue;
            if (first is null || !ended.IsCanceled && first.IsCanceled) first = ended;
            await stop.CancelAsync().ConfigureAwait(false);
        }

        if (first is not null) await first.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task WorkAsync(int worker, DownloadQueue queue, DownloadPace pace, Action<DownloadResult> done, CancellationToken cancellationToken)
    {
        while (!queue.IsFinished)
        {
            var wait = pace.Wait(worker);
            var one = wait == TimeSpan.Zero ? queue.Take() : null;
            if (one is null)
            {
                await Task.Delay(wait > Look ? wait : Look, cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                await FetchAsync(one.Item, cancellationToken).ConfigureAwait(false);
                pace.Good();
                NoteWell();
                done(new DownloadResult(one.Item, DownloadEnd.Got));
                queue.Finish();
            }
            catch (DownloadTroubleException e)
            {
                Judge(one, e, queue, pace, done);
            }
        }
    }

    private void Judge(DownloadTry one, DownloadTroubleException trouble, DownloadQueue queue, DownloadPace pace, Action<DownloadResult> done)
    {
        if (trouble.Kind == DownloadTrouble.TooMany)
        {
            var wait = _options.Patience.Wait(Math.Min(++one.Refusals, 4), trouble.RetryAfter);
            pace.TooMany(wait);
            if (one.Refusals < MaximumRefusals)
            {
                queue.Return(one, wait);
                return;
            }
        }

        if (trouble.Kind == DownloadTrouble.Passing) Forbear(pace, trouble.Message);
        var tries = trouble.Kind switch { DownloadTrouble.Passing => _options.Patience.MaximumAttempts, DownloadTrouble.BadPicture => MaximumBadPictures, _ => 0 };
        if (++one.Failures < tries)
        {
            queue.Return(one, _options.Patience.Wait(one.Failures, trouble.RetryAfter));
            return;
        }

        var gone = trouble.Kind == DownloadTrouble.Gone;
        done(new DownloadResult(one.Item, gone ? DownloadEnd.Gone : DownloadEnd.Failed, trouble.Message));
        queue.Finish();
        // A server that says what it does not have is well.
        if (gone) NoteWell();
        else if (trouble.Kind != DownloadTrouble.Passing && Interlocked.Increment(ref _inARow) >= _options.Ceiling) throw TooManyFailures(trouble.Message);
    }

    private void NoteWell()
    {
        Interlocked.Exchange(ref _inARow, 0);
        Interlocked.Exchange(ref _troubles, 0);
    }

    // A server that gives nothing at all is not asked for everything: all wait, longer and longer, and in the end it is given up.
    private void Forbear(DownloadPace pace, string last)
    {
        var troubles = Interlocked.Increment(ref _troubles);
        if (troubles == 1) Interlocked.Exchange(ref _troubledSince, Environment.TickCount64);
        var wave = Math.Max(_options.Parallel, 8);
        if (troubles % wave == 0) pace.TooMany(_options.Patience.Wait(Math.Min(troubles / wave, 8), null));
        if (troubles >= _options.Ceiling && Environment.TickCount64 - Interlocked.Read(ref _troubledSince) >= _options.Forbearance.TotalMilliseconds) throw TooManyFailures(last);
    }

    private async Task FetchAsync(DownloadItem item, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.Timeout);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        stall.CancelAfter(_options.Patience.StallTimeout);
        var part = item.File + PartSuffix;
        try
        {
            using var response = await AskAsync(_guard.Check(item.Address), stall.Token).ConfigureAwait(false);
            CheckAnswer(response);
            await SaveAsync(response, part, stall).ConfigureAwait(false);
            if (_check(part) is { } wrong) throw new DownloadTroubleException(wrong, DownloadTrouble.BadPicture);
            File.Move(part, item.File, overwrite: true);
        }
        catch (Exception e)
        {
            Remove(part);
            if (e is DownloadTroubleException) throw;
            throw Explain(e, item, deadline.IsCancellationRequested, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(Uri target, CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            var response = await _client.GetAsync(target, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location) return response;
            response.Dispose();
            target = hop < MaximumRedirects ? _guard.Follow(target, location) : throw new DownloadTroubleException(Language.Say("redirects without end", "redireciona sem fim"), DownloadTrouble.Final);
        }
    }

    // What cannot be removed now is removed by the next run.
    private static void Remove(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static void CheckAnswer(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status != 200)
        {
            var kind = status switch
            {
                404 or 410 => DownloadTrouble.Gone,
                429 => DownloadTrouble.TooMany,
                // A busy server that says how long to wait speaks to everybody.
                503 when response.Headers.RetryAfter is not null => DownloadTrouble.TooMany,
                408 or 425 or >= 500 => DownloadTrouble.Passing,
                _ => DownloadTrouble.Final,
            };
            var asked = response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
            throw new DownloadTroubleException(Language.Say($"the server answers {status}", $"o servidor responde {status}"), kind, asked);
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is null or "application/octet-stream" or "binary/octet-stream" || type.StartsWith("image/", StringComparison.OrdinalIgnoreCase)) return;
        throw new DownloadTroubleException(Language.Say($"not a picture but {type}", $"não é uma imagem, e sim {type}"), DownloadTrouble.BadPicture);
    }

    private async Task SaveAsync(HttpResponseMessage response, string part, CancellationTokenSource stall)
    {
        if (response.Content.Headers.ContentLength > _options.MaximumBytes) throw TooLarge();
        await using var body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        // Writing is to the system's memory: handing it to other threads would cost more than it takes.
        await using var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            for (int read; (read = await ReadAsync(body, buffer, stall.Token).ConfigureAwait(false)) > 0;)
            {
                if (file.Position + read > _options.MaximumBytes) throw TooLarge();
                file.Write(buffer, 0, read);
                Interlocked.Add(ref _bytes, read);
                stall.CancelAfter(_options.Patience.StallTimeout);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        if (response.Content.Headers.ContentLength is { } said && said != file.Position) throw Cut();
    }

    // What goes wrong on the line may pass; what goes wrong on the disk does not.
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Cut();
        }
    }

    private Exception Explain(Exception e, DownloadItem item, bool tookTooLong, CancellationToken stopped) => e switch
    {
        OperationCanceledException when stopped.IsCancellationRequested => e,
        OperationCanceledException when tookTooLong => Passing($"took more than {_options.Timeout.TotalMinutes:0} minutes", $"demorou mais de {_options.Timeout.TotalMinutes:0} minutos"),
        OperationCanceledException => Passing($"nothing came for {_options.Patience.StallTimeout.TotalSeconds:0} s", $"nada veio por {_options.Patience.StallTimeout.TotalSeconds:0} s"),
        FetchException refused => new DownloadTroubleException(refused.Message, DownloadTrouble.Final),
        HttpRequestException { InnerException: FetchException refused } => new DownloadTroubleException(refused.Message, DownloadTrouble.Final),
        HttpRequestException => Passing("the server cannot be reached", "o servidor não pode ser alcançado"),
        IOException or UnauthorizedAccessException => Unwritable(item, e),
        _ => e,
    };

    private static DownloadTroubleException Passing(string english, string portuguese) => new(Language.Say(english, portuguese), DownloadTrouble.Passing);

    private static DownloadTroubleException Cut() => Passing("the connection broke off", "a conexão se rompeu");

    private DownloadTroubleException TooLarge() => new(Language.Say($"larger than {_options.MaximumBytes >> 20} MB", $"maior que {_options.MaximumBytes >> 20} MB"), DownloadTrouble.Final);

    private static SourceException Unwritable(DownloadItem item, Exception e) => new(Language.Say(
        $"{Path.GetDirectoryName(item.File)} cannot be written: {e.Message.TrimEnd('.')}. What has come is kept; make room, and the same command goes on.",
        $"{Path.GetDirectoryName(item.File)} não pode ser escrita: {e.Message.TrimEnd('.')}. O que já veio fica guardado; abra espaço, e o mesmo comando continua."), e);

    private SourceException TooManyFailures(string last) => new(Language.Say(
        $"{_options.Ceiling} photos in a row could not be had (the last one: {last}): stopped. What has come is kept; the same command goes on.",
        $"{_options.Ceiling} fotos seguidas não puderam ser obtidas (a última: {last}): interrompido. O que já veio fica guardado; o mesmo comando continua."));
}
