#pragma warning disable
namespace Vislumbre.Models
{
    public sealed record KnownModel(string Name);
    public static class KnownModels { public static IReadOnlyList<KnownModel> All => []; }
    public static class HubCache { public static string? Find(KnownModel m) => null; }
    internal static class TorchArchive { public static IReadOnlyList<StoredTensor> Read(string f) => []; }
}
namespace Vislumbre.Sources
{
    public sealed record FoundFile(string Path, long Size, DateTime ModifiedUtc);
    public sealed record FolderScanOptions { public bool Recursive { get; init; } = true; }
    public static class FolderScan { public static IEnumerable<FoundFile> Scan(IEnumerable<string> paths, FolderScanOptions o, Action<string,string>? u, CancellationToken ct) => paths.SelectMany(p => Directory.EnumerateFiles(p, "*", SearchOption.AllDirectories)).Select(f => new FileInfo(f)).Select(f => new FoundFile(f.FullName, f.Length, f.LastWriteTimeUtc)).OrderBy(f => f.Path, StringComparer.Ordinal); }
}
