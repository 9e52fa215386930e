using CsCheck;

namespace Vislumbre.Tests.Models;

/// <summary>Makes damaged copies of a valid file.</summary>
internal static class Damage
{
    /// <summary>Up to four bytes changed, and one time in three the end cut off.</summary>
    public static Gen<byte[]> Of(byte[] valid) =>
        Gen.Select(Gen.Select(Gen.Int[0, valid.Length - 1], Gen.Byte).List[0, 4], Gen.Int[0, valid.Length * 3]).Select((changes, length) =>
        {
            var bytes = valid.ToArray();
            foreach (var (at, value) in changes)
                bytes[at] = value;
            return length < bytes.Length ? bytes[..length] : bytes;
        });
}
