using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vislumbre.Evaluation;

/// <summary>A split into what is learned from and what is held out, by hash: the same wherever and whenever it is made.</summary>
public static class HeldOut
{
    /// <summary>Whether a key is held out.</summary>
    /// <param name="key">What is split by: a content's hash, a composition.</param>
    /// <param name="share">The share that is held out, 0 to 1.</param>
    public static bool Contains(string key, double share)
    {
        var hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key));
        return BinaryPrimitives.ReadUInt64BigEndian(hash) / 18446744073709551616.0 < share;
    }

    /// <summary>The key of a file: the SHA-256 of its content in lower-case hexadecimal digits.</summary>
    public static string KeyOfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
