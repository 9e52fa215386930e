using System.Buffers.Binary;
using System.Text.Json;

namespace Vislumbre.Models;

/// <summary>Reads where the tensors of a safetensors file stand; the numbers themselves are not touched.</summary>
/// <remarks>
/// The format (huggingface/safetensors): eight bytes of little-endian header length, a JSON header
/// <c>{"name": {"dtype", "shape", "data_offsets"}}</c>, then the numbers; offsets count from the header's end.
/// The file may come from anywhere, so nothing it says is believed before it is checked.
/// </remarks>
internal sealed class SafetensorsReader
{
    private const long LongestHeader = 100_000_000;
    private readonly string _path;
    private readonly long _dataStart;
    private readonly long _dataLength;

    private SafetensorsReader(string path, long dataStart, long dataLength) =>
        (_path, _dataStart, _dataLength) = (path, dataStart, dataLength);

    /// <summary>Reads the header of the file and checks that every tensor stands inside the file and beside the others.</summary>
    /// <exception cref="ModelException">The file is damaged, or uses a number format that is not read.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Read(string path)
    {
        using var handle = File.OpenHandle(path);
        var fileLength = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[8];
        if (fileLength < 8 || RandomAccess.Read(handle, prefix, 0) < 8)
            throw Refuse(path, $"is {fileLength} bytes long; a safetensors file begins with 8 bytes of header length",
                $"tem {fileLength} bytes; um arquivo safetensors começa com 8 bytes que dão o tamanho do cabeçalho");

        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > LongestHeader)
            throw Refuse(path, $"announces a header of {headerLength} bytes; at most {LongestHeader} are read, so this is no safetensors file or a damaged one",
                $"anuncia um cabeçalho de {headerLength} bytes; leem-se no máximo {LongestHeader}, logo não é um arquivo safetensors ou está danificado");
        if ((long)headerLength > fileLength - 8)
            throw Refuse(path, $"announces a header of {headerLength} bytes and has only {fileLength - 8} after its first 8; it was cut short, fetch it again",
                $"anuncia um cabeçalho de {headerLength} bytes e só tem {fileLength - 8} depois dos 8 primeiros; foi truncado, baixe-o de novo");

        var header = new byte[headerLength];
        for (var done = 0; done < header.Length;)
        {
            var count = RandomAccess.Read(handle, header.AsSpan(done), 8 + done);
            if (count == 0)
                throw Refuse(path, "became shorter while it was read", "encolheu enquanto era lido");
            done += count;
        }

        var dataStart = 8 + (long)headerLength;
        return new SafetensorsReader(path, dataStart, fileLength - dataStart).ReadHeader(header);
    }

    private Dictionary<string, StoredTensor> ReadHeader(byte[] header)
    {
        try
        {
            using var document = JsonDocument.Parse(header);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Refuse("has a header that is not a JSON object", "tem um cabeçalho que não é um objeto JSON");
            var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                    continue;
                if (!tensors.TryAdd(property.Name, ReadTensor(property.Name, property.Value)))
                    throw RefuseTensor(property.Name, "is listed twice", "aparece duas vezes");
            }

            RefuseOverlaps(tensors.Values);
            return tensors;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // JsonElement answers strings that are not valid Unicode with InvalidOperationException.
            throw new ModelException(
                Language.Say($"{_path} has a header that is not valid JSON; the file is damaged, fetch it again.",
                    $"{_path} tem um cabeçalho que não é JSON válido; o arquivo está danificado, baixe-o de novo."), exception);
        }
    }

    private StoredTensor ReadTensor(string name, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
            throw RefuseTensor(name, "is not described by a JSON object", "não é descrito por um objeto JSON");
        JsonElement? dtype = null, shape = null, offsets = null;
        foreach (var property in entry.EnumerateObject())
        {
            ref var field = ref dtype;
            switch (property.Name)
            {
                case "dtype": break;
                case "shape": field = ref shape; break;
                case "data_offsets": field = ref offsets; break;
                default: continue;
            }

            if (field is not null)
                throw RefuseTensor(name, $"has two values for {property.Name}", $"tem dois valores para {property.Name}");
            field = property.Value;
        }

        var element = ReadElement(name, dtype);
        var dimensions = ReadNumbers(name, "shape", shape);
        var range = ReadNumbers(name, "data_offsets", offsets);
        if (range.Length != 2)
            throw RefuseTensor(name, $"has {range.Length} data_offsets; there must be two, begin and end",
                $"tem {range.Length} data_offsets; devem ser dois, início e fim");
        var (begin, end) = (range[0], range[1]);
        if (begin > end)
            throw RefuseTensor(name, $"begins at {begin}, after its end at {end}", $"começa em {begin}, depois do seu fim em {end}");
        if (end > _dataLength)
            throw RefuseTensor(name, $"ends at byte {end} of {_dataLength}, outside the file; it was cut short, fetch it again",
                $"termina no byte {end} de {_dataLength}, fora do arquivo; foi truncado, baixe-o de novo");
        var said = string.Join('×', dimensions.Take(8));
        var expected = TensorSize.InBytes(dimensions, element)
            ?? throw RefuseTensor(name, $"has the shape {said}, larger than any file", $"tem a forma {said}, maior que qualquer arquivo");
        if (expected != end - begin)
            throw RefuseTensor(name, $"takes {end - begin} bytes; its shape {said} of {element} needs {expected}",
                $"ocupa {end - begin} bytes; sua forma {said} de {element} precisa de {expected}");
        return new StoredTensor(name, element, dimensions, _path, _dataStart + begin, expected);
    }

    private TensorElement ReadElement(string name, JsonElement? dtype)
    {
        if (dtype is not { ValueKind: JsonValueKind.String } text)
            throw RefuseTensor(name, "has no dtype", "não tem dtype");
        return text.GetString() switch
        {
            "F32" => TensorElement.F32,
            "F16" => TensorElement.F16,
            "BF16" => TensorElement.BF16,
            "F64" => TensorElement.F64,
            "I64" => TensorElement.I64,
            "I32" => TensorElement.I32,
            "I16" => TensorElement.I16,
            "I8" => TensorElement.I8,
            "U8" => TensorElement.U8,
            "BOOL" => TensorElement.Bool,
            var other => throw RefuseTensor(name, $"has the dtype {QuotedName.Of(other!)}; read are F32, F16, BF16, F64, I64, I32, I16, I8, U8 and BOOL",
                $"tem o dtype {QuotedName.Of(other!)}; são lidos F32, F16, BF16, F64, I64, I32, I16, I8, U8 e BOOL"),
        };
    }

    private long[] ReadNumbers(string name, string field, JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Array } array)
            throw RefuseTensor(name, $"has no list {field}", $"não tem a lista {field}");
        var numbers = new long[array.GetArrayLength()];
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0)
                throw RefuseTensor(name, $"has {QuotedName.Of(item.GetRawText())} in {field}; only whole numbers from 0 are right",
                    $"tem {QuotedName.Of(item.GetRawText())} em {field}; só servem números inteiros a partir de 0");
            numbers[index++] = number;
        }

        return numbers;
    }

    private void RefuseOverlaps(IEnumerable<StoredTensor> tensors)
    {
        StoredTensor? previous = null;
        foreach (var tensor in tensors.Where(tensor => tensor.Length > 0).OrderBy(tensor => tensor.Offset))
        {
            if (previous is not null && tensor.Offset < previous.Offset + previous.Length)
                throw RefuseTensor(tensor.Name, $"overlaps {QuotedName.Of(previous.Name)}", $"se sobrepõe a {QuotedName.Of(previous.Name)}");
            previous = tensor;
        }
    }

    private ModelException RefuseTensor(string name, string english, string portuguese) => new(Language.Say(
        $"In {_path}, the tensor {QuotedName.Of(name)} {english}.", $"Em {_path}, o tensor {QuotedName.Of(name)} {portuguese}."));

    private ModelException Refuse(string english, string portuguese) => Refuse(_path, english, portuguese);

    private static ModelException Refuse(string path, string english, string portuguese) =>
        new(Language.Say($"{path} {english}.", $"{path} {portuguese}."));
}
