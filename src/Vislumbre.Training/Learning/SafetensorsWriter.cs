using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Vislumbre.Training.Learning;

/// <summary>Writes tensors as a safetensors file.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Name, shape and numbers.</param>
    /// <param name="half">Whether numbers are written with 16 bits.</param>
    public static void Write(string path, IReadOnlyList<(string Name, long[] Shape, float[] Values)> tensors, bool half = false)
    {
        var size = half ? 2 : 4;
        var header = new SortedDictionary<string, object>(StringComparer.Ordinal) { ["__metadata__"] = new { format = "pt" } };
        long at = 0;
        foreach (var (name, shape, values) in tensors)
        {
            header[name] = new { dtype = half ? "F16" : "F32", shape, data_offsets = new[] { at, at + (long)values.Length * size } };
            at += (long)values.Length * size;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padding = (8 - json.Length % 8) % 8;
        var part = path + ".part";
        using (var stream = File.Create(part))
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, json.Length + padding);
            stream.Write(length);
            stream.Write(json);
            stream.Write("        "u8[..padding]);
            foreach (var (_, _, values) in tensors)
            {
                if (half) stream.Write(MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (Half)value).AsSpan()));
                else stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }
}
