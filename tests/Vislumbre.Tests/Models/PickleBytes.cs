using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Vislumbre.Tests.Models;

/// <summary>Writes pickles by hand, opcode by opcode, and puts them into archives as <c>torch.save</c> does.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> _bytes = [];

    public PickleBytes Op(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBytes Op(char opcode, params byte[] argument) => Op([(byte)opcode, .. argument]);

    public PickleBytes Protocol(byte number = 2) => Op(0x80, number);

    public PickleBytes Text(string text)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, System.Text.Encoding.UTF8.GetByteCount(text));
        return Op('X', length).Op(System.Text.Encoding.UTF8.GetBytes(text));
    }

    public PickleBytes Global(string module, string name) => Op('c', System.Text.Encoding.ASCII.GetBytes($"{module}\n{name}\n"));

    public PickleBytes Tuple(params byte[] numbers)
    {
        Op('(');
        foreach (var number in numbers)
            Op('K', number);
        return Op('t');
    }

    /// <summary>A tensor in the storage <c>0</c>, as torch.save writes it.</summary>
    public PickleBytes Tensor(byte[] shape, byte[] strides, byte storageCount = 6, byte offset = 0, string storage = "FloatStorage") =>
        Global("torch._utils", "_rebuild_tensor_v2").Op('(')
            .Op('(').Text("storage").Global("torch", storage).Text("0").Text("cpu").Op('K', storageCount).Op('t').Op('Q')
            .Op('K', offset).Tuple(shape).Tuple(strides).Op(0x89).Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');

    public byte[] Stop() => [.. _bytes, (byte)'.'];

    /// <summary>The dictionary <c>{"w": tensor of 2×3, "epoch": 7}</c>.</summary>
    public static byte[] OneTensor() => new PickleBytes().Protocol().Op('}').Op('q', 0).Op('(')
        .Text("w").Tensor([2, 3], [3, 1]).Text("epoch").Op('K', 7).Op('u').Stop();

    /// <summary>An archive of the pickle and the storage <c>0</c> with the numbers 0 to 5, and further entries.</summary>
    public static byte[] Archive(byte[] pickle, CompressionLevel compression = CompressionLevel.NoCompression, params (string Name, string Text)[] others)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("data.pkl", pickle);
            Add("data/0", [.. Enumerable.Range(0, 6).SelectMany(number => BitConverter.GetBytes((float)number))]);
            foreach (var (name, text) in others)
                Add(name, System.Text.Encoding.UTF8.GetBytes(text));

            void Add(string name, byte[] bytes)
            {
                using var entry = archive.CreateEntry($"archive/{name}", compression).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
