using Microsoft.Win32.SafeHandles;

namespace Vislumbre.Models;

/// <summary>Reads where the tensors of a file written by <c>torch.save</c> (PyTorch 1.6 and later) stand.</summary>
/// <remarks>
/// Such a file is a zip archive with uncompressed entries: <c>{root}/data.pkl</c> describes the tensors and
/// <c>{root}/data/{key}</c> holds the numbers, so that they can be mapped where they are.
/// </remarks>
internal sealed class TorchArchive
{
    private const long LongestPickle = 64 << 20;
    private static readonly byte[] ZipMagic = "PK\x03\x04"u8.ToArray();

    /// <summary>The number 0x1950a86a20f9469cfc6c pickled, with which files began before PyTorch 1.6.</summary>
    private static readonly byte[] LegacyMagic = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly IReadOnlyDictionary<string, ZipEntry> _entries;

    private TorchArchive(string path, SafeFileHandle handle)
    {
        (_path, _handle) = (path, handle);
        CheckMagic();
        _entries = ZipDirectory.Read(path, handle);
    }

    /// <summary>Reads the tensors of the state dict in the file, by name.</summary>
    /// <exception cref="ModelException">The file is damaged, of another kind, or asks for more than tensors.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Read(string path)
    {
        using var handle = File.OpenHandle(path);
        return new TorchArchive(path, handle).ReadTensors();
    }

    private void CheckMagic()
    {
        var start = new byte[16];
        var count = RandomAccess.Read(_handle, start, 0);
        if (start.AsSpan(0, count).StartsWith(ZipMagic))
            return;
        if (start.AsSpan(0, count).IndexOf(LegacyMagic) == 2)
            throw Refuse("is in the format from before PyTorch 1.6; load it with PyTorch and save it again, or use a safetensors file",
                "está no formato anterior ao PyTorch 1.6; abra-o com o PyTorch e salve-o de novo, ou use um arquivo safetensors");
        throw Refuse("is no file of torch.save: it does not begin as a zip archive does",
            "não é um arquivo de torch.save: não começa como um arquivo zip");
    }

    private Dictionary<string, StoredTensor> ReadTensors()
    {
        var pickles = _entries.Keys.Where(name => name.EndsWith("/data.pkl", StringComparison.Ordinal) && name.Count(letter => letter == '/') == 1).ToList();
        if (pickles.Count != 1)
            throw Refuse($"has {pickles.Count} entries data.pkl; a file of torch.save has one",
                $"tem {pickles.Count} entradas data.pkl; um arquivo de torch.save tem uma");
        var root = pickles[0][..^"data.pkl".Length];
        if (_entries.ContainsKey(root + "constants.pkl") || _entries.Keys.Any(name => name.StartsWith(root + "code/", StringComparison.Ordinal)))
            throw Refuse("is a TorchScript program; only weights are read: save model.state_dict() with torch.save",
                "é um programa TorchScript; só se leem pesos: salve model.state_dict() com torch.save");
        if (_entries.TryGetValue(root + "byteorder", out var order) && ReadEntry(order, 16) is var written && !written.AsSpan().SequenceEqual("little"u8))
            throw Refuse($"has the byte order {QuotedName.Of(System.Text.Encoding.UTF8.GetString(written))}; only little is read",
                $"tem a ordem de bytes {QuotedName.Of(System.Text.Encoding.UTF8.GetString(written))}; só se lê little");

        if (PickleReader.Read(ReadEntry(_entries[pickles[0]], LongestPickle), _path) is not PickledDictionary outer)
            throw Refuse("holds no dictionary of tensors; save model.state_dict() with torch.save",
                "não tem um dicionário de tensores; salve model.state_dict() com torch.save");
        var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        foreach (var (name, value) in FindStateDict(outer).Items)
            if (value is PickledTensor tensor)
                tensors.Add(name, Place(name, tensor, root));
        return tensors;
    }

    /// <summary>Training scripts often save the state dict among other things; one such level is looked into.</summary>
    private PickledDictionary FindStateDict(PickledDictionary outer)
    {
        if (HoldsTensors(outer))
            return outer;
        var inner = outer.Items.Where(item => item.Value is PickledDictionary dictionary && HoldsTensors(dictionary)).ToList();
        if (inner.Count > 1)
            inner = inner.FindAll(item => item.Key == "state_dict");
        return inner.Count == 1
            ? (PickledDictionary)inner[0].Value!
            : throw Refuse("holds no dictionary of tensors, or several and none named state_dict; save model.state_dict() with torch.save",
                "não tem um dicionário de tensores, ou tem vários e nenhum chamado state_dict; salve model.state_dict() com torch.save");
    }

    private static bool HoldsTensors(PickledDictionary dictionary) => dictionary.Items.Values.Any(value => value is PickledTensor);

    private StoredTensor Place(string name, PickledTensor tensor, string root)
    {
        var element = tensor.Storage.Element;
        if (!_entries.TryGetValue($"{root}data/{tensor.Storage.Key}", out var entry))
            throw RefuseTensor(name, $"lies in the entry {QuotedName.Of($"data/{tensor.Storage.Key}")}, which is missing",
                $"está na entrada {QuotedName.Of($"data/{tensor.Storage.Key}")}, que falta");
        if (tensor.Shape.Count != tensor.Strides.Count)
            throw RefuseTensor(name, $"has {tensor.Shape.Count} dimensions and {tensor.Strides.Count} strides",
                $"tem {tensor.Shape.Count} dimensões e {tensor.Strides.Count} passos");
        RefuseCompressed(entry);
        var length = TensorSize.InBytes(tensor.Shape, element)
            ?? throw RefuseTensor(name, "has a shape larger than any file", "tem uma forma maior que qualquer arquivo");
        if (!tensor.IsContiguous())
            throw RefuseTensor(name, "is not contiguous; save it again after tensor.contiguous()",
                "não é contíguo; salve-o de novo depois de tensor.contiguous()");
        var size = StoredTensor.SizeOf(element);
        var numbers = entry.Length / size;
        var count = length / size;
        if (tensor.Storage.Count > numbers || tensor.Offset < 0 || count > tensor.Storage.Count || tensor.Offset > tensor.Storage.Count - count)
            throw RefuseTensor(name, $"needs {count} numbers from {tensor.Offset} on; its entry holds {numbers}",
                $"precisa de {count} números a partir de {tensor.Offset}; sua entrada tem {numbers}");
        return new StoredTensor(name, element, tensor.Shape, _path, entry.Offset + tensor.Offset * size, length);
    }

    private void RefuseCompressed(ZipEntry entry)
    {
        if (!entry.IsStored)
            throw Refuse($"has the compressed or encrypted entry {QuotedName.Of(entry.Name)}; torch.save writes entries as they are, so save it again with PyTorch",
                $"tem a entrada comprimida ou cifrada {QuotedName.Of(entry.Name)}; torch.save grava as entradas como são, então salve-o de novo com PyTorch");
    }

    private byte[] ReadEntry(ZipEntry entry, long longest)
    {
        RefuseCompressed(entry);
        if (entry.Length > longest)
            throw Refuse($"has an entry {QuotedName.Of(entry.Name)} of {entry.Length} bytes; at most {longest} are read",
                $"tem uma entrada {QuotedName.Of(entry.Name)} de {entry.Length} bytes; leem-se no máximo {longest}");
        var bytes = new byte[entry.Length];
        for (var done = 0; done < bytes.Length;)
        {
            var count = RandomAccess.Read(_handle, bytes.AsSpan(done), entry.Offset + done);
            if (count == 0)
                throw Refuse("became shorter while it was read", "encolheu enquanto era lido");
            done += count;
        }

        return bytes;
    }

    private ModelException RefuseTensor(string name, string english, string portuguese) => new(Language.Say(
        $"In {_path}, the tensor {QuotedName.Of(name)} {english}.", $"Em {_path}, o tensor {QuotedName.Of(name)} {portuguese}."));

    private ModelException Refuse(string english, string portuguese) =>
        new(Language.Say($"{_path} {english}.", $"{_path} {portuguese}."));
}
