using System.Buffers.Binary;
using System.IO.Compression;

namespace Vislumbre.Models;

/// <summary>
/// Reads <c>pytorch_model.bin</c> as <c>torch.save</c> writes it since 1.6: a zip whose entries are stored, one pickle that says which
/// tensor is which part of which entry. The numbers stay in the file, so that they can be mapped.
/// </summary>
internal static class TorchArchive
{
    private const long MaximumPickle = 64 << 20;
    private const int LocalHeader = 30;

    /// <summary>The tensors of a file.</summary>
    /// <exception cref="ModelException">It is not such a zip, or its pickle asks for more than tensors.</exception>
    public static IReadOnlyList<StoredTensor> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var pickle = zip.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
                ?? throw Broken(path, "it holds no data.pkl", "não contém data.pkl");
            var root = pickle.FullName[..^"data.pkl".Length];
            if (zip.GetEntry(root + "constants.pkl") is not null)
                throw Broken(path, "it is a TorchScript program, not a checkpoint", "é um programa TorchScript, não um checkpoint");
            if (zip.GetEntry(root + "byteorder") is { } order && ReadText(order) != "little")
                throw Broken(path, "its numbers are big-endian", "seus números são big-endian");
            if (pickle.Length > MaximumPickle) throw Broken(path, "its pickle is larger than 64 MB", "seu pickle tem mais de 64 MB");

            var places = Places(file, path, zip, root + "data/");
            using var stream = pickle.Open();
            var bytes = new byte[pickle.Length];
            stream.ReadExactly(bytes);
            return new PickleReader(path, bytes, key => places.TryGetValue(key, out var place) ? place : throw Broken(path, $"it lacks the storage {key}", $"falta o armazenamento {key}")).Read();
        }
        catch (InvalidDataException e)
        {
            throw Broken(path, $"it is not a zip as torch.save writes since 1.6 ({e.Message})", $"não é um zip como o torch.save escreve desde a versão 1.6 ({e.Message})");
        }
        catch (EndOfStreamException)
        {
            throw Broken(path, "it is cut short", "está cortado");
        }
    }

    internal static ModelException Broken(string path, string english, string portuguese) => new(Language.Say(
        $"{path} cannot be read: {english}. A model.safetensors of the same model is always read.",
        $"{path} não pode ser lido: {portuguese}. Um model.safetensors do mesmo modelo sempre é lido."));

    private static string ReadText(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        var buffer = new char[16];
        return new string(buffer, 0, reader.ReadBlock(buffer)).Trim();
    }

    // The library tells names and sizes but not where an entry's bytes begin: the central directory does.
    private static Dictionary<string, (long Offset, long Length)> Places(FileStream file, string path, ZipArchive zip, string prefix)
    {
        var lengths = zip.Entries.ToDictionary(entry => entry.FullName, entry => (entry.Length, entry.CompressedLength), StringComparer.Ordinal);
        var places = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        Span<byte> local = stackalloc byte[LocalHeader];
        foreach (var (name, header) in ZipDirectory.Headers(file))
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var (length, compressed) = lengths[name];
            file.Position = header;
            file.ReadExactly(local);
            if (BinaryPrimitives.ReadUInt16LittleEndian(local[8..]) != 0 || length != compressed)
                throw Broken(path, $"its entry {name} is compressed", $"sua entrada {name} está comprimida");
            var start = header + LocalHeader + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
            if (start + length > file.Length) throw Broken(path, $"its entry {name} lies outside the file", $"sua entrada {name} está fora do arquivo");
            places[name[prefix.Length..]] = (start, length);
        }

        return places;
    }
}
