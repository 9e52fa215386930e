using System.Buffers.Binary;
using System.Text.Json;

namespace Vislumbre.Models;

/// <summary>
/// Reads the header of a safetensors file: 8 bytes of length, that much JSON, then the numbers. Everything it says is checked against the
/// file before anything is mapped.
/// </summary>
internal static class SafetensorsReader
{
    private const long MaximumHeader = 100 << 20;

    /// <summary>The tensors of a file, in the order of the header.</summary>
    /// <exception cref="ModelException">The header contradicts itself or the file.</exception>
    public static IReadOnlyList<StoredTensor> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        Span<byte> prefix = stackalloc byte[8];
        if (file.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8) throw Broken(path, "the file ends inside its first 8 bytes", "o arquivo termina dentro dos 8 primeiros bytes");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumHeader || (long)length > file.Length - 8)
            throw Broken(path, $"the header claims {length} bytes of {file.Length}", $"o cabeçalho diz ter {length} bytes de {file.Length}");

        var header = new byte[length];
        file.ReadExactly(header);
        var start = 8 + (long)length;
        var tensors = new List<StoredTensor>();
        try
        {
            using var document = JsonDocument.Parse(header);
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                if (entry.Name == "__metadata__") continue;
                if (!names.Add(entry.Name)) throw Broken(path, $"tensor {entry.Name} stands there twice", $"o tensor {entry.Name} aparece duas vezes");
                tensors.Add(Tensor(path, entry.Name, entry.Value, start, file.Length));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Broken(path, $"the header is not what it must be ({e.Message})", $"o cabeçalho não é o que deve ser ({e.Message})");
        }

        CheckOverlaps(path, tensors);
        return tensors;
    }

    private static StoredTensor Tensor(string path, string name, JsonElement entry, long start, long fileLength)
    {
        var type = entry.GetProperty("dtype").GetString();
        if (!Enum.TryParse<TensorElement>(type, ignoreCase: true, out var element) || !Enum.IsDefined(element) || char.IsDigit(type![0]))
            throw Broken(path, $"tensor {name} is of type {type}, which is not known", $"o tensor {name} é do tipo {type}, que não é conhecido");

        var shape = entry.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt64()).ToArray();
        var offsets = entry.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2) throw Broken(path, $"tensor {name} has no two offsets", $"o tensor {name} não tem dois deslocamentos");
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (begin < 0 || end < begin || end > fileLength - start)
            throw Broken(path, $"tensor {name} lies at {begin} to {end}, outside the file", $"o tensor {name} está de {begin} a {end}, fora do arquivo");
        if (Bytes(shape, element) != end - begin)
        {
            throw Broken(path, $"tensor {name} of {string.Join(" × ", shape)} {type} does not fill {end - begin} bytes",
                $"o tensor {name} de {string.Join(" × ", shape)} {type} não ocupa {end - begin} bytes");
        }

        return new StoredTensor(name, element, shape, path, start + begin, end - begin);
    }

    private static long? Bytes(long[] shape, TensorElement element)
    {
        try
        {
            long bytes = StoredTensor.SizeOf(element);
            foreach (var dimension in shape)
            {
                if (dimension < 0) return null;
                bytes = checked(bytes * dimension);
            }

            return bytes;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static void CheckOverlaps(string path, List<StoredTensor> tensors)
    {
        StoredTensor? before = null;
        foreach (var tensor in tensors.Where(tensor => tensor.Length > 0).OrderBy(tensor => tensor.Offset))
        {
            if (before is not null && tensor.Offset < before.Offset + before.Length)
                throw Broken(path, $"tensors {before.Name} and {tensor.Name} overlap", $"os tensores {before.Name} e {tensor.Name} se sobrepõem");
            before = tensor;
        }
    }

    private static ModelException Broken(string path, string english, string portuguese) => new(Language.Say(
        $"{path} is not a sound safetensors file: {english}. Fetch it again.", $"{path} não é um arquivo safetensors íntegro: {portuguese}. Busque-o de novo."));
}
