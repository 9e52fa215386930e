using System.Buffers.Binary;
using System.Numerics;

namespace Vislumbre.Models;

/// <summary>Reads a pickle that consists of dictionaries, lists, plain values and tensors, and refuses everything else by name.</summary>
/// <remarks>
/// Python's own reader calls whatever a pickle names; this one has nothing that it could call. It knows the opcodes that
/// <c>torch.save</c> writes for a state dict and the names in <see cref="PickledGlobal"/>. Every limit here keeps a hostile
/// pickle from taking memory out of proportion to what a real model needs.
/// Values are null, bool, long, <see cref="BigInteger"/>, double, string, <c>object?[]</c> (tuple), <c>List&lt;object?&gt;</c>,
/// <see cref="PickledDictionary"/>, <see cref="PickledGlobal"/>, <see cref="PickledStorage"/> and <see cref="PickledTensor"/>.
/// </remarks>
internal sealed class PickleReader
{
    private const int HighestProtocol = 5;
    private const int MostOperations = 2_000_000;
    private const int MostObjects = 500_000;
    private const int DeepestStack = 20_000;
    private const int MostMemos = 500_000;
    private const int MostDimensions = 64;

    private readonly ReadOnlyMemory<byte> _pickle;
    private readonly string _file;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _position;
    private int _objects;

    private PickleReader(ReadOnlyMemory<byte> pickle, string file) => (_pickle, _file) = (pickle, file);

    /// <summary>Reads the value that the pickle holds.</summary>
    /// <param name="pickle">The whole pickle.</param>
    /// <param name="file">The file it came from, for messages.</param>
    /// <exception cref="ModelException">The pickle is damaged, too large, or asks for anything beyond tensors.</exception>
    public static object? Read(ReadOnlyMemory<byte> pickle, string file) => new PickleReader(pickle, file).Run();

    private object? Run()
    {
        for (var operations = 0; ; operations++)
        {
            if (operations == MostOperations)
                throw TooLarge($"more than {MostOperations} operations", $"mais de {MostOperations} operações");
            var opcode = (PickleOpcode)Take(1)[0];
            if (opcode == PickleOpcode.STOP)
                return Pop();
            Step(opcode);
        }
    }

    private void Step(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.PROTO: CheckProtocol(Take(1)[0]); break;
            case PickleOpcode.FRAME: Take(8); break;
            case PickleOpcode.MARK: Mark(); break;
            case PickleOpcode.NONE: Push(null); break;
            case PickleOpcode.NEWTRUE: Push(true); break;
            case PickleOpcode.NEWFALSE: Push(false); break;
            case PickleOpcode.BININT: Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case PickleOpcode.BININT1: Push((long)Take(1)[0]); break;
            case PickleOpcode.BININT2: Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case PickleOpcode.LONG1: PushLong(Take(Take(1)[0])); break;
            case PickleOpcode.BINFLOAT: Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case PickleOpcode.SHORT_BINUNICODE: PushText(Take(1)[0]); break;
            case PickleOpcode.BINUNICODE: PushText(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case PickleOpcode.BINUNICODE8: PushText(BinaryPrimitives.ReadUInt64LittleEndian(Take(8))); break;
            case PickleOpcode.EMPTY_TUPLE: PushNew(Array.Empty<object?>()); break;
            case PickleOpcode.TUPLE1: PushNew(PopMany(1)); break;
            case PickleOpcode.TUPLE2: PushNew(PopMany(2)); break;
            case PickleOpcode.TUPLE3: PushNew(PopMany(3)); break;
            case PickleOpcode.TUPLE: PushNew(PopToMark()); break;
            case PickleOpcode.EMPTY_LIST: PushNew(new List<object?>()); break;
            case PickleOpcode.APPEND: Append(PopMany(1)); break;
            case PickleOpcode.APPENDS: Append(PopToMark()); break;
            case PickleOpcode.EMPTY_DICT: PushNew(new PickledDictionary()); break;
            case PickleOpcode.SETITEM: SetItems(PopMany(2)); break;
            case PickleOpcode.SETITEMS: SetItems(PopToMark()); break;
            case PickleOpcode.BINPUT: Remember(Take(1)[0]); break;
            case PickleOpcode.LONG_BINPUT: Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case PickleOpcode.MEMOIZE: Remember((uint)_memo.Count); break;
            case PickleOpcode.BINGET: Recall(Take(1)[0]); break;
            case PickleOpcode.LONG_BINGET: Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case PickleOpcode.GLOBAL: PushGlobal(TakeLine(), TakeLine()); break;
            case PickleOpcode.STACK_GLOBAL: PushStackGlobal(); break;
            case PickleOpcode.BINPERSID: PushStorage(Pop()); break;
            case PickleOpcode.REDUCE: Reduce(); break;
            case PickleOpcode.BUILD: Build(); break;
            default: throw RefuseOpcode(opcode);
        }
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_pickle.Length - _position))
            throw Damaged("ends in the middle", "termina no meio");
        var taken = _pickle.Span.Slice(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    private string TakeLine()
    {
        var length = _pickle.Span[_position..].IndexOf((byte)'\n');
        if (length < 0)
            throw Damaged("ends in the middle of a name", "termina no meio de um nome");
        var line = System.Text.Encoding.UTF8.GetString(Take((ulong)length));
        _position++;
        return line;
    }

    private void CheckProtocol(byte protocol)
    {
        if (protocol > HighestProtocol)
            throw Damaged($"is of protocol {protocol}; protocols up to {HighestProtocol} are read", $"é do protocolo {protocol}; são lidos protocolos até {HighestProtocol}");
    }

    private void Push(object? value)
    {
        if (_stack.Count == DeepestStack)
            throw TooLarge($"more than {DeepestStack} values at once", $"mais de {DeepestStack} valores de uma vez");
        _stack.Add(value);
    }

    private void PushNew(object value)
    {
        if (++_objects > MostObjects)
            throw TooLarge($"more than {MostObjects} objects", $"mais de {MostObjects} objetos");
        Push(value);
    }

    private void PushLong(ReadOnlySpan<byte> bytes)
    {
        var number = new BigInteger(bytes);
        Push(number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number);
    }

    private void PushText(ulong length) => PushNew(System.Text.Encoding.UTF8.GetString(Take(length)));

    private void Mark()
    {
        if (_marks.Count == DeepestStack)
            throw TooLarge($"more than {DeepestStack} marks", $"mais de {DeepestStack} marcas");
        _marks.Add(_stack.Count);
    }

    private object? Pop() => PopMany(1)[0];

    private object?[] PopMany(int count)
    {
        var floor = _marks.Count == 0 ? 0 : _marks[^1];
        if (_stack.Count - floor < count)
            throw Damaged("uses a value that is not there", "usa um valor que não existe");
        var values = _stack.GetRange(_stack.Count - count, count).ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw Damaged("uses a mark that is not there", "usa uma marca que não existe");
        var values = PopMany(_stack.Count - _marks[^1]);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    private object? Peek()
    {
        var value = Pop();
        _stack.Add(value);
        return value;
    }

    private void Append(object?[] values)
    {
        if (Peek() is not List<object?> list)
            throw Damaged("appends to what is no list", "acrescenta ao que não é uma lista");
        list.AddRange(values);
    }

    private void SetItems(object?[] values)
    {
        if (Peek() is not PickledDictionary dictionary || values.Length % 2 != 0)
            throw Damaged("sets items of what is no dictionary", "põe itens no que não é um dicionário");
        for (var index = 0; index < values.Length; index += 2)
            if (values[index] is string name && !dictionary.TryAdd(name, values[index + 1]))
                throw Damaged($"has {QuotedName.Of(name)} twice", $"tem {QuotedName.Of(name)} duas vezes");
    }

    private void Remember(uint slot)
    {
        _memo[slot] = Peek();
        if (_memo.Count > MostMemos)
            throw TooLarge($"more than {MostMemos} remembered values", $"mais de {MostMemos} valores lembrados");
    }

    private void Recall(uint slot)
    {
        if (!_memo.TryGetValue(slot, out var value))
            throw Damaged($"recalls the value {slot}, which it never stored", $"usa o valor {slot}, que nunca guardou");
        Push(value);
    }

    private void PushStackGlobal()
    {
        if (PopMany(2) is not [string module, string name])
            throw Damaged("names a global by what is no text", "nomeia um global com o que não é texto");
        PushGlobal(module, name);
    }

    private void PushGlobal(string module, string name) => Push(PickledGlobal.Find(module, name)
        ?? throw new ModelException(Language.Say(
            $"{_file} asks for {QuotedName.Of($"{module}.{name}")}, which weights have no need of; it was not run. Use a safetensors file, or one from a source you trust.",
            $"{_file} pede {QuotedName.Of($"{module}.{name}")}, de que pesos não precisam; não foi executado. Use um arquivo safetensors, ou um de fonte confiável.")));

    private void PushStorage(object? identity)
    {
        if (identity is not object?[] { Length: 5 or 6 } parts
            || parts is not ["storage", PickledGlobal { Element: { } element }, string key, string, long and >= 0, ..])
        {
            throw Damaged("refers to numbers in a way that torch.save does not write", "refere-se a números de um modo que torch.save não escreve");
        }

        PushNew(new PickledStorage(key, element, (long)parts[4]!));
    }

    private void Reduce()
    {
        var call = PopMany(2);
        if (call is not [PickledGlobal function, object?[] arguments])
            throw Damaged("calls what is no function", "chama o que não é uma função");
        if (function == PickledGlobal.OrderedDict && arguments.Length == 0)
            PushNew(new PickledDictionary());
        else if (function == PickledGlobal.RebuildTensor && arguments is [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..])
            PushNew(new PickledTensor(storage, offset, Dimensions(shape), Dimensions(strides)));
        else if (function == PickledGlobal.RebuildParameter && arguments is [PickledTensor tensor, ..])
            Push(tensor);
        else
            throw Damaged($"gives {function.Name} arguments that torch.save does not write", $"dá a {function.Name} argumentos que torch.save não escreve");
    }

    private long[] Dimensions(object?[] values)
    {
        if (values.Length > MostDimensions)
            throw TooLarge($"a tensor of {values.Length} dimensions", $"um tensor de {values.Length} dimensões");
        return Array.ConvertAll(values, value => value is long dimension
            ? dimension
            : throw Damaged("has a dimension that is no whole number", "tem uma dimensão que não é um número inteiro"));
    }

    private void Build()
    {
        // A state dict carries its modules' versions as an attribute; nothing here depends on them.
        if (PopMany(2)[0] is not PickledDictionary dictionary)
            throw Damaged("gives attributes to what is no dictionary", "dá atributos ao que não é um dicionário");
        Push(dictionary);
    }

    private ModelException RefuseOpcode(PickleOpcode opcode)
    {
        var name = Enum.IsDefined(opcode) ? opcode.ToString() : $"0x{(byte)opcode:x2}";
        return new(Language.Say(
            $"{_file} uses the pickle opcode {name} at byte {_position - 1}, which weights have no need of; it was not run.",
            $"{_file} usa o código pickle {name} no byte {_position - 1}, de que pesos não precisam; não foi executado."));
    }

    private ModelException TooLarge(string english, string portuguese) => new(Language.Say(
        $"The pickle in {_file} has {english}; no model needs that.", $"O pickle em {_file} tem {portuguese}; nenhum modelo precisa disso."));

    private ModelException Damaged(string english, string portuguese) => new(Language.Say(
        $"The pickle in {_file} {english} (near byte {_position}).", $"O pickle em {_file} {portuguese} (perto do byte {_position})."));
}
