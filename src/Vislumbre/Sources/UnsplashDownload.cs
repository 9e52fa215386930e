namespace Vislumbre.Sources;

/// <summary>Fetches a release of the Unsplash Lite data set.</summary>
public static class UnsplashDownload
{
    /// <summary>Where the newest release is.</summary>
    public static Uri Latest { get; } = new("https://unsplash.com/data/lite/latest");

    /// <summary>Where the terms are.</summary>
    public static Uri Terms { get; } = new("https://unsplash.com/data-terms");

    // What Unsplash's own list of changes says of releases that have an address of their own.
    private static readonly Dictionary<string, string> KnownReleases = new(StringComparer.Ordinal)
    {
        ["https://unsplash.com/data/lite/1.2.1"] = "d29a13678f1cc3a3e706897b0a8dbbdb5837715b0d78d0492b68b9b5e96b03db",
        ["https://unsplash.com/data/lite/1.2.0"] = "461fa4a1796b7966fc3aa904ce2e7f18890323243ed0e95f47c7042b335fcd98",
        ["https://unsplash.com/data/lite/1.1.0"] = "266e45a8658ab2456779b3376b109e435e595646126846603f2efee5b47ee526",
        ["https://unsplash.com/data/lite/1.0.1"] = "aa199951dd8756563f7ffef4abbc2d20c845bcff62241ae677af523728819d60",
    };

    /// <summary>Makes sure that a zip which is here has a hash.</summary>
    /// <exception cref="SourceException">It has another.</exception>
    public static async Task CheckAsync(string zip, string sha256, CancellationToken cancellationToken = default)
    {
        var hash = File.Exists(zip) ? await ResumableDownload.HashAsync(zip, cancellationToken).ConfigureAwait(false) : null;
        if (hash is null || hash.Equals(sha256, StringComparison.OrdinalIgnoreCase)) return;
        throw new SourceException(Language.Say($"{zip} has the SHA-256 {hash}, not {sha256}.", $"{zip} tem o SHA-256 {hash}, não {sha256}."));
    }

    /// <summary>Fetches the zip; resumed after a break, in this run or a later one. The file is there only when it is whole.</summary>
    /// <param name="address">Where it is; redirects are followed.</param>
    /// <param name="zip">Where it goes.</param>
    /// <param name="allowPrivateAddresses">Whether it may lead to private and loopback addresses.</param>
    /// <param name="sha256">What its SHA-256 must be; where null, that of a release whose hash is known.</param>
    /// <param name="progress">Told the bytes that are here.</param>
    /// <param name="cancellationToken">Stops; what is here is kept.</param>
    /// <exception cref="DownloadException">It cannot be had, or has another hash.</exception>
    public static async Task FetchAsync(Uri address, string zip, bool allowPrivateAddresses = false, string? sha256 = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var download = new ResumableDownload(new DownloadPatience(), guard: new AddressGuard(allowPrivateAddresses));
        try
        {
            await download.FetchAsync(address, new ExpectedFile(null, sha256?.ToLowerInvariant() ?? KnownReleases.GetValueOrDefault(address.AbsoluteUri)), zip, bytes => progress?.Report(bytes), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DownloadException(Language.Say(
                $"{zip} cannot be written: {e.Message.TrimEnd('.')}. What has come so far is kept; the same command resumes.",
                $"{zip} não pode ser escrito: {e.Message.TrimEnd('.')}. O que já veio fica guardado; o mesmo comando continua."), innerException: e);
        }
    }
}
