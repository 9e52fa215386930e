using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Vislumbre.Testing;

/// <summary>
/// Writes CLIP checkpoints whose weights are a formula of the tensor's name and the element's place, so that a full-size model with
/// known embeddings needs no download.
/// </summary>
public static class FormulaCheckpoint
{
    /// <summary>The full-size model, made once on this machine and kept in the temporary folder, with the reference's tokenizer.</summary>
    public static string Full() => Kept("vislumbre-formula-full-1", FormulaSizes.Full);

    /// <summary>The small one.</summary>
    public static string Tiny() => Kept("vislumbre-formula-tiny-1", FormulaSizes.Tiny);

    /// <summary>Writes a checkpoint folder.</summary>
    /// <param name="folder">Where; it is made.</param>
    /// <param name="sizes">How large.</param>
    /// <param name="tokenizer">A <c>tokenizer.json</c> to put beside.</param>
    public static void Write(string folder, FormulaSizes sizes, string tokenizer)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), Config(sizes));
        File.Copy(tokenizer, Path.Combine(folder, "tokenizer.json"), overwrite: true);
        WriteTensors(Path.Combine(folder, "model.safetensors"), Tensors(sizes).ToList());
    }

    private static float Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x85ebca6b;
        x ^= x >> 13;
        x *= 0xc2b2ae35;
        x ^= x >> 16;
        return (float)(x / 2147483648.0 - 1);
    }

    private static (float Factor, float Offset) Scale(string name, long[] shape)
    {
        var isBias = name.EndsWith("bias", StringComparison.Ordinal);
        if (name.Contains("layer_norm", StringComparison.Ordinal) || name.Contains("layernorm", StringComparison.Ordinal) || name.Contains("layrnorm", StringComparison.Ordinal))
            return (0.1f, isBias ? 0 : 1);
        if (isBias) return (0.02f, 0);
        if (name.Contains("embeddings", StringComparison.Ordinal) && !name.Contains("patch", StringComparison.Ordinal)) return (0.05f, 0);
        return ((float)Math.Sqrt(3.0 / shape.Skip(1).Aggregate(1L, (product, dimension) => product * dimension)), 0);
    }

    private static string Kept(string name, FormulaSizes sizes)
    {
        var folder = Path.Combine(Path.GetTempPath(), name);
        if (File.Exists(Path.Combine(folder, "model.safetensors"))) return folder;
        // Several test processes may come here at once: each writes its own, the first one's stays.
        var partial = $"{folder}.{Guid.NewGuid():N}";
        Write(partial, sizes, SharedFolder.At("reference", "clip", "tokenizer.json"));
        try
        {
            Directory.Move(partial, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(partial, recursive: true);
        }

        return folder;
    }

    private static string Config(FormulaSizes s) => JsonSerializer.Serialize(new
    {
        model_type = "clip",
        projection_dim = s.Projection,
        text_config = new
        {
            hidden_size = s.TextWidth,
            intermediate_size = 4 * s.TextWidth,
            num_attention_heads = s.TextHeads,
            num_hidden_layers = s.TextLayers,
            max_position_embeddings = s.Context,
            vocab_size = s.Vocabulary,
            hidden_act = "quick_gelu",
            layer_norm_eps = 1e-5,
            eos_token_id = 2,
        },
        vision_config = new
        {
            hidden_size = s.ImageWidth,
            intermediate_size = 4 * s.ImageWidth,
            num_attention_heads = s.ImageHeads,
            num_hidden_layers = s.ImageLayers,
            image_size = s.ImageSize,
            patch_size = s.Patch,
            hidden_act = "quick_gelu",
            layer_norm_eps = 1e-5,
        },
    });

    private static IEnumerable<(string Name, long[] Shape)> Tensors(FormulaSizes s)
    {
        var grid = s.ImageSize / s.Patch;
        yield return ("logit_scale", []);
        yield return ("text_model.embeddings.token_embedding.weight", [s.Vocabulary, s.TextWidth]);
        yield return ("text_model.embeddings.position_embedding.weight", [s.Context, s.TextWidth]);
        yield return ("vision_model.embeddings.class_embedding", [s.ImageWidth]);
        yield return ("vision_model.embeddings.patch_embedding.weight", [s.ImageWidth, 3, s.Patch, s.Patch]);
        yield return ("vision_model.embeddings.position_embedding.weight", [grid * grid + 1, s.ImageWidth]);
        foreach (var (prefix, width, layers) in ((string, int, int)[])[("text_model", s.TextWidth, s.TextLayers), ("vision_model", s.ImageWidth, s.ImageLayers)])
        {
            foreach (var tensor in Blocks(prefix, width, layers)) yield return tensor;
        }

        foreach (var (name, width) in ((string, int)[])[("vision_model.pre_layrnorm", s.ImageWidth), ("vision_model.post_layernorm", s.ImageWidth), ("text_model.final_layer_norm", s.TextWidth)])
        {
            yield return ($"{name}.weight", [width]);
            yield return ($"{name}.bias", [width]);
        }

        yield return ("visual_projection.weight", [s.Projection, s.ImageWidth]);
        yield return ("text_projection.weight", [s.Projection, s.TextWidth]);
    }

    private static IEnumerable<(string Name, long[] Shape)> Blocks(string prefix, int width, int layers)
    {
        for (var layer = 0; layer < layers; layer++)
        {
            var block = $"{prefix}.encoder.layers.{layer}";
            foreach (var projection in (string[])["q_proj", "k_proj", "v_proj", "out_proj"])
            {
                yield return ($"{block}.self_attn.{projection}.weight", [width, width]);
                yield return ($"{block}.self_attn.{projection}.bias", [width]);
            }

            foreach (var norm in (string[])["layer_norm1", "layer_norm2"])
            {
                yield return ($"{block}.{norm}.weight", [width]);
                yield return ($"{block}.{norm}.bias", [width]);
            }

            yield return ($"{block}.mlp.fc1.weight", [4 * width, width]);
            yield return ($"{block}.mlp.fc1.bias", [4 * width]);
            yield return ($"{block}.mlp.fc2.weight", [width, 4 * width]);
            yield return ($"{block}.mlp.fc2.bias", [width]);
        }
    }

    private static void WriteTensors(string path, List<(string Name, long[] Shape)> tensors)
    {
        var header = new Dictionary<string, object>();
        long offset = 0;
        foreach (var (name, shape) in tensors)
        {
            var bytes = 4 * shape.Aggregate(1L, (product, dimension) => product * dimension);
            header[name] = new { dtype = "F32", shape, data_offsets = new[] { offset, offset + bytes } };
            offset += bytes;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padding = (8 - json.Length % 8) % 8;
        using var file = File.Create(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length + padding);
        file.Write(length);
        file.Write(json);
        file.Write("        "u8[..padding]);
        foreach (var (name, shape) in tensors) file.Write(MemoryMarshal.AsBytes<float>(Values(name, shape)));
    }

    private static float[] Values(string name, long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, dimension) => product * dimension)];
        if (name == "logit_scale")
        {
            values[0] = MathF.Log(100);
            return values;
        }

        var seed = Crc32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes(name));
        var (factor, offset) = Scale(name, shape);
        Parallel.For(0, (values.Length + 65535) / 65536, block =>
        {
            var end = Math.Min(values.Length, (block + 1) * 65536);
            for (var i = block * 65536; i < end; i++)
                values[i] = offset + factor * Mix((uint)(i * 2654435761L + seed));
        });
        return values;
    }
}
