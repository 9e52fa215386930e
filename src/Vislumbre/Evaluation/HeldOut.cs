using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vislumbre.Evaluation;

/// <summary>
/// Splits data by a hash, so that who trains and who evaluates agree without a list: a photo stays on its side whatever its name,
/// and what is held out at a share is held out at every greater one.
/// </summary>
public static class HeldOut
{
    private const double TwoTo64 = 18446744073709551616.0;

    /// <summary>Whether a key is held out: the first 8 bytes of its UTF-8's SHA-256, big-endian, as a fraction of 2⁶⁴, are less than the share.</summary>
    /// <param name="key">What identifies the content.</param>
    /// <param name="share">The share to hold out, from 0 (nothing) to 1 (everything).</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside [0, 1].</exception>
    public static bool Contains(string key, double share)
    {
        if (share is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "must be from 0 to 1");
        // The greatest hashes round up to 2⁶⁴, and everything must mean everything.
        return share == 1 || BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key))) / TwoTo64 < share;
    }

    /// <summary>The key of a file: the SHA-256 of its content in lower-case hexadecimal.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string KeyOfFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
