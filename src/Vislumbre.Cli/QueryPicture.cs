using Vislumbre.Imaging;
using Vislumbre.Sources;

namespace Vislumbre.Cli;

/// <summary>Opens the picture that a query names.</summary>
internal static class QueryPicture
{
    /// <summary>A file, or an address that is fetched under the guard.</summary>
    public static async Task<PhotoSource> OpenAsync(string fileOrAddress, bool allowPrivateAddresses, CancellationToken cancellationToken)
    {
        if (!fileOrAddress.Contains("://", StringComparison.Ordinal)) return FromFile(fileOrAddress);
        using var fetcher = new PictureFetcher(new FetchOptions { AllowPrivateAddresses = allowPrivateAddresses });
        return PhotoSource.FromBytes((await fetcher.FetchAsync(fileOrAddress, cancellationToken)).Bytes);
    }

    /// <summary>A file that must exist.</summary>
    public static PhotoSource FromFile(string path) => File.Exists(path) ? PhotoSource.FromFile(path) : throw new PhotoException(
        PhotoFault.Unreadable, Language.Say($"There is no file {path}.", $"Não existe o arquivo {path}."));
}
