namespace Vislumbre.Sources;

/// <summary>Fetches a release of the Unsplash Lite data set.</summary>
public static class UnsplashDownload
{
    /// <summary>Where the newest release is.</summary>
    public static Uri Latest { get; } = new("https://unsplash.com/data/lite/latest");

    /// <summary>Where the terms are.</summary>
    public static Uri Terms { get; } = new("https://unsplash.com/data/lite/terms");

    /// <summary>Fetches the zip; resumed after a break, in this run or a later one. The file is there only when it is whole.</summary>
    /// <param name="address">Where it is; redirects are followed.</param>
    /// <param name="zip">Where it goes.</param>
    /// <param name="progress">Told the bytes that are here.</param>
    /// <param name="cancellationToken">Stops; what is here is kept.</param>
    /// <exception cref="DownloadException">It cannot be had.</exception>
    public static async Task FetchAsync(Uri address, string zip, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var download = new ResumableDownload(new DownloadPatience());
        try
        {
            await download.FetchAsync(address, default, zip, bytes => progress?.Report(bytes), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DownloadException(Language.Say(
                $"{zip} cannot be written: {e.Message.TrimEnd('.')}. What has come so far is kept; the same command resumes.",
                $"{zip} não pode ser escrito: {e.Message.TrimEnd('.')}. O que já veio fica guardado; o mesmo comando continua."), innerException: e);
        }
    }
}
