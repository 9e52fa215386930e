using System.Buffers.Binary;

namespace Vislumbre.Models;

/// <summary>
/// Reads the pickle of a state dict. A pickle is a program that can call anything; this reader knows the few steps and the few names
/// that tensors need, and refuses every other by name. Nothing is ever called.
/// </summary>
internal sealed class PickleReader
{
    private const int MaximumItems = 1 << 20;
    private static readonly object Mark = new();

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly Func<string, (long Offset, long Length)> _storage;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<int, object?> _memo = [];
    private int _at;

    public PickleReader(string path, byte[] bytes, Func<string, (long Offset, long Length)> storage)
    {
        _path = path;
        _bytes = bytes;
        _storage = storage;
    }

    /// <summary>The tensors, those of a dict inside the dict included.</summary>
    public IReadOnlyList<StoredTensor> Read()
    {
        if (Run() is not Dictionary<object, object?> top) throw Broken("its pickle is not a dict of tensors", "seu pickle não é um dicionário de tensores");
        return [.. Tensors(top).Concat(top.Values.OfType<Dictionary<object, object?>>().SelectMany(Tensors))];
    }

    private static IEnumerable<StoredTensor> Tensors(Dictionary<object, object?> dict) =>
        dict.Where(pair => pair.Key is string && pair.Value is StoredTensor).Select(pair => (StoredTensor)pair.Value! with { Name = (string)pair.Key });

    private object? Run()
    {
        try
        {
            while (true)
            {
                var opcode = _bytes[_at++];
                if (opcode == (byte)'.') return Pop();
                Step(opcode);
                if (_stack.Count > MaximumItems || _memo.Count > MaximumItems) throw Broken("its pickle holds too many items", "seu pickle tem itens demais");
            }
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            throw Broken("its pickle is damaged", "seu pickle está danificado");
        }
    }

    private void Step(byte opcode)
    {
        switch ((char)opcode)
        {
            case '\x80': Take(1); break; // PROTO
            case '\x95': Take(8); break; // FRAME
            case '(': _stack.Add(Mark); break;
            case '0': Pop(); break;
            case '}': _stack.Add(new Dictionary<object, object?>()); break;
            case ']': _stack.Add(new List<object?>()); break;
            case ')': _stack.Add(Array.Empty<object?>()); break;
            case 't': _stack.Add(PopToMark().ToArray()); break;
            case '\x85': Tuple(1); break;
            case '\x86': Tuple(2); break;
            case '\x87': Tuple(3); break;
            case 'N': _stack.Add(null); break;
            case '\x88': _stack.Add(true); break;
            case '\x89': _stack.Add(false); break;
            case 'K': _stack.Add((long)Take(1)[0]); break;
            case 'M': _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 'J': _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case '\x8a': _stack.Add(Long(Take(Take(1)[0]))); break;
            case 'G': _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case 'X': _stack.Add(Text(BinaryPrimitives.ReadInt32LittleEndian(Take(4)))); break;
            case '\x8c': _stack.Add(Text(Take(1)[0])); break;
            case 'q': _memo[Take(1)[0]] = _stack[^1]; break;
            case 'r': _memo[BinaryPrimitives.ReadInt32LittleEndian(Take(4))] = _stack[^1]; break;
            case '\x94': _memo[_memo.Count] = _stack[^1]; break;
            case 'h': _stack.Add(_memo[Take(1)[0]]); break;
            case 'j': _stack.Add(_memo[BinaryPrimitives.ReadInt32LittleEndian(Take(4))]); break;
            case 'c': _stack.Add(Global(Line(), Line())); break;
            case '\x93': StackGlobal(); break;
            case 'Q': _stack.Add(PersistentId((object?[])Pop()!)); break;
            case 'R': Reduce(); break;
            case 'b': Pop(); break; // BUILD: attributes of a dict, which say nothing of tensors
            case 's': Set([_stack[^2], _stack[^1]], 2); break;
            case 'u': SetMany(); break;
            case 'a': Append(); break;
            case 'e': AppendMany(); break;
            default: throw Broken($"its pickle uses the step 0x{opcode:x2} at byte {_at - 1}, which tensors do not need", $"seu pickle usa o passo 0x{opcode:x2} no byte {_at - 1}, de que tensores não precisam");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - _at) throw new ArgumentException("past the end");
        _at += count;
        return _bytes.AsSpan(_at - count, count);
    }

    private string Text(int length) => System.Text.Encoding.UTF8.GetString(Take(length));

    private string Line()
    {
        var end = Array.IndexOf(_bytes, (byte)'\n', _at);
        if (end < 0) throw new ArgumentException("past the end");
        var line = Text(end - _at);
        _at++;
        return line;
    }

    private static long Long(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => 0,
        <= 8 => (long)new System.Numerics.BigInteger(bytes),
        _ => throw new OverflowException(),
    };

    private object? Pop()
    {
        var top = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private List<object?> PopToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0) throw new ArgumentException("no mark");
        var items = _stack[(mark + 1)..];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private void Tuple(int count)
    {
        var items = _stack[^count..].ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        _stack.Add(items);
    }

    private void Set(List<object?> pairs, int pop)
    {
        if (pop > 0) _stack.RemoveRange(_stack.Count - pop, pop);
        var dict = (Dictionary<object, object?>)_stack[^1]!;
        for (var i = 0; i + 1 < pairs.Count; i += 2) dict[pairs[i] ?? throw new ArgumentException("no key")] = pairs[i + 1];
    }

    private void SetMany()
    {
        var pairs = PopToMark();
        Set(pairs, 0);
    }

    private void Append()
    {
        var item = Pop();
        ((List<object?>)_stack[^1]!).Add(item);
    }

    private void AppendMany()
    {
        var items = PopToMark();
        ((List<object?>)_stack[^1]!).AddRange(items);
    }

    private void StackGlobal()
    {
        var name = (string)Pop()!;
        _stack.Add(Global((string)Pop()!, name));
    }

    // What a name may stand for: a kind of number, or one of three constructors.
    private object Global(string module, string name) => (module, name) switch
    {
        ("torch", "FloatStorage") => TensorElement.F32,
        ("torch", "HalfStorage") => TensorElement.F16,
        ("torch", "BFloat16Storage") => TensorElement.BF16,
        ("torch", "DoubleStorage") => TensorElement.F64,
        ("torch", "LongStorage") => TensorElement.I64,
        ("torch", "IntStorage") => TensorElement.I32,
        ("torch", "ShortStorage") => TensorElement.I16,
        ("torch", "CharStorage") => TensorElement.I8,
        ("torch", "ByteStorage") => TensorElement.U8,
        ("torch", "BoolStorage") => TensorElement.Bool,
        ("collections", "OrderedDict") => Constructor.Dict,
        ("torch._utils", "_rebuild_tensor_v2") => Constructor.Tensor,
        ("torch._utils", "_rebuild_parameter") => Constructor.Parameter,
        _ => throw Broken($"its pickle asks for {module}.{name}, which is no tensor", $"seu pickle pede {module}.{name}, que não é um tensor"),
    };

    // ('storage', kind, key, device, count)
    private static Storage PersistentId(object?[] id) => id is ["storage", TensorElement element, string key, ..] ? new Storage(element, key) : throw new ArgumentException("no storage");

    private void Reduce()
    {
        var arguments = (object?[])Pop()!;
        _stack.Add((Constructor)Pop()! switch
        {
            Constructor.Dict => new Dictionary<object, object?>(),
            Constructor.Parameter => arguments[0],
            _ => Tensor(arguments),
        });
    }

    // (storage, offset, size, stride, …)
    private StoredTensor Tensor(object?[] arguments)
    {
        var (storage, offset) = ((Storage)arguments[0]!, (long)arguments[1]!);
        var shape = ((object?[])arguments[2]!).Select(value => (long)value!).ToArray();
        var strides = ((object?[])arguments[3]!).Select(value => (long)value!).ToArray();
        long count = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            if (shape[i] < 0) throw new ArgumentException("negative size");
            if (shape[i] > 1 && strides[i] != count)
                throw Broken($"a tensor of {string.Join(" × ", shape)} is not stored row by row: save it with .contiguous()", $"um tensor de {string.Join(" × ", shape)} não está guardado linha a linha: salve-o com .contiguous()");
            count = checked(count * shape[i]);
        }

        var (place, length) = _storage(storage.Key);
        var size = StoredTensor.SizeOf(storage.Element);
        if (offset < 0 || checked((offset + count) * size) > length) throw new ArgumentException("outside its storage");
        return new StoredTensor("", storage.Element, shape, _path, place + offset * size, count * size);
    }

    private ModelException Broken(string english, string portuguese) => TorchArchive.Broken(_path, english, portuguese);

    private enum Constructor
    {
        Dict,
        Tensor,
        Parameter,
    }

    private sealed record Storage(TensorElement Element, string Key);
}
