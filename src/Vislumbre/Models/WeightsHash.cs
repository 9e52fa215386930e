using System.Security.Cryptography;
using System.Text.Json;

namespace Vislumbre.Models;

/// <summary>The SHA-256 of a model's weight files, remembered beside them because hashing 600 MB takes a while.</summary>
internal static class WeightsHash
{
    /// <summary>The hash of one file; of several, the hash of their hashes in order.</summary>
    public static string Of(IReadOnlyList<string> files)
    {
        if (files.Count == 1) return OfFile(files[0]);
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files) all.AppendData(Convert.FromHexString(OfFile(file)));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    /// <summary>The hash of two towers with the files of external data that lie beside them.</summary>
    public static string OfOnnx(string image, string text)
    {
        var files = ((string[])[image, text]).Concat(((string[])[image, text])
            .SelectMany(tower => Directory.EnumerateFiles(Path.GetDirectoryName(tower)!))
            .Where(file => Path.GetExtension(file) is ".data" or ".onnx_data" or ".weight" or ".bias")
            .Order(StringComparer.Ordinal)).Distinct().ToList();
        var folder = Path.GetDirectoryName(image)!;
        var stamp = FileStamp.Of(folder, files);
        foreach (var place in PreparedFolder.Places(folder, "onnx.json"))
        {
            if (place.Read<RememberedHash>() is { } remembered && remembered.Stamps.SequenceEqual(stamp)) return remembered.Sha256;
        }

        var hash = Of(files);
        PreparedFolder.Writable(folder, "onnx.json").Write(new RememberedHash(stamp, hash));
        return hash;
    }

    private static string OfFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private sealed record RememberedHash(IReadOnlyList<FileStamp> Stamps, string Sha256);
}
