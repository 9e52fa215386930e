using System.Buffers.Binary;
using System.Text;

namespace Vislumbre.Tests.Models;

/// <summary>Writes small safetensors files by hand, right and wrong ones.</summary>
internal static class SafetensorsFile
{
    public const string TwoTensors =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}""";

    public static byte[] Bytes(string header, int dataLength = 16)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 8);
        for (var index = 0; index < dataLength; index++)
            bytes[8 + text.Length + index] = (byte)index;
        return bytes;
    }

    /// <summary>One tensor called <c>x</c> with these bytes.</summary>
    public static byte[] One(string dtype, string shape, byte[] data)
    {
        var bytes = Bytes($$"""{"x":{"dtype":"{{dtype}}","shape":{{shape}},"data_offsets":[0,{{data.Length}}]} }""", data.Length);
        data.CopyTo(bytes, bytes.Length - data.Length);
        return bytes;
    }
}
