using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Vislumbre.Testing;

/// <summary>Reads the reference's NumPy files: version 1, C order, float32 or float16.</summary>
public static partial class Npy
{
    /// <summary>A matrix's rows.</summary>
    public static float[][] ReadRows(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var headerLength = BitConverter.ToUInt16(bytes, 8);
        var header = System.Text.Encoding.ASCII.GetString(bytes, 10, headerLength);
        var shape = Shape().Match(header);
        var (rows, columns) = (int.Parse(shape.Groups[1].Value, null), int.Parse(shape.Groups[2].Value, null));
        var data = bytes.AsSpan(10 + headerLength);
        var result = new float[rows][];
        for (var row = 0; row < rows; row++)
        {
            result[row] = header.Contains("<f4", StringComparison.Ordinal)
                ? MemoryMarshal.Cast<byte, float>(data).Slice(row * columns, columns).ToArray()
                : [.. MemoryMarshal.Cast<byte, Half>(data).Slice(row * columns, columns).ToArray().Select(half => (float)half)];
        }

        return result;
    }

    [GeneratedRegex(@"\((\d+), (\d+)\)")]
    private static partial Regex Shape();
}
