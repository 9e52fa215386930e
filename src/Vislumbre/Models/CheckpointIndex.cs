using System.Text.Json;

namespace Vislumbre.Models;

/// <summary>Reads which shard of a checkpoint holds which tensor: the <c>weight_map</c> of an <c>*.index.json</c>.</summary>
internal static class CheckpointIndex
{
    private const long LongestFile = 100_000_000;

    /// <summary>Reads tensor names and the plain file name of the shard of each.</summary>
    /// <exception cref="ModelException">The index is no such JSON, or names a shard outside its own folder.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        if (new FileInfo(path).Length is var length && length > LongestFile)
            throw Refuse(path, $"is {length} bytes long; an index of shards has at most {LongestFile}",
                $"tem {length} bytes; um índice de partes tem no máximo {LongestFile}");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("weight_map", out var map)
                || map.ValueKind != JsonValueKind.Object)
            {
                throw Refuse(path, "has no object weight_map; an index of shards lists there the file of each tensor",
                    "não tem o objeto weight_map; um índice de partes lista ali o arquivo de cada tensor");
            }

            var shards = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in map.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.String)
                    throw Refuse(path, $"gives no file name for the tensor {QuotedName.Of(property.Name)}",
                        $"não dá nome de arquivo para o tensor {QuotedName.Of(property.Name)}");
                if (!shards.TryAdd(property.Name, CheckShard(path, property.Value.GetString()!)))
                    throw Refuse(path, $"lists the tensor {QuotedName.Of(property.Name)} twice",
                        $"lista duas vezes o tensor {QuotedName.Of(property.Name)}");
            }

            return shards;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ModelException(Language.Say($"{path} is not valid JSON; it is damaged, fetch it again.",
                $"{path} não é JSON válido; está danificado, baixe-o de novo."), exception);
        }
    }

    private static string CheckShard(string path, string shard)
    {
        // The separators of every system are refused on every system: an index must mean the same everywhere.
        if (shard.Length == 0 || shard is "." or ".." || shard.AsSpan().ContainsAny("/\\:\0"))
            throw Refuse(path, $"names the shard {QuotedName.Of(shard)}; only plain names of files in the same folder are opened",
                $"nomeia a parte {QuotedName.Of(shard)}; só se abrem nomes simples de arquivos da mesma pasta");
        return shard;
    }

    private static ModelException Refuse(string path, string english, string portuguese) =>
        new(Language.Say($"{path} {english}.", $"{path} {portuguese}."));
}
