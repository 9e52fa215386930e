using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vislumbre.Testing;

/// <summary>Rewrites a checkpoint of 32-bit floats in 16 bits.</summary>
public static class HalfCheckpoint
{
    /// <summary>Writes a copy of a model folder whose weights are F16 or BF16.</summary>
    public static void Write(string from, string to, string type)
    {
        Directory.CreateDirectory(to);
        foreach (var file in (string[])["config.json", "tokenizer.json"]) File.Copy(Path.Combine(from, file), Path.Combine(to, file));
        var bytes = File.ReadAllBytes(Path.Combine(from, "model.safetensors"));
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject();
        foreach (var (_, tensor) in header)
        {
            tensor!["dtype"] = type;
            tensor["data_offsets"] = new JsonArray([.. tensor["data_offsets"]!.AsArray().Select(offset => (JsonNode)(offset!.GetValue<long>() / 2))]);
        }

        using var file2 = File.Create(Path.Combine(to, "model.safetensors"));
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        file2.Write(BitConverter.GetBytes((long)json.Length));
        file2.Write(json);
        for (var at = 8 + length; at < bytes.Length; at += 4)
        {
            var value = BitConverter.ToSingle(bytes, at);
            file2.Write(type == "F16" ? BitConverter.GetBytes((Half)value) : BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)));
        }
    }
}
