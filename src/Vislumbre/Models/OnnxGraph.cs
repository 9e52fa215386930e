using Google.Protobuf;

namespace Vislumbre.Models;

/// <summary>
/// Writes an ONNX model (the field numbers are those of onnx.proto). Weights stay where they are on disk: an initializer only
/// says file, offset and length.
/// </summary>
internal sealed class OnnxGraph
{
    // Opset 17 brought LayerNormalization; com.microsoft holds ONNX Runtime's fused attention and activations.
    private const int Opset = 17;
    private const int IrVersion = 8;
    private const string Contrib = "com.microsoft";

    private readonly List<byte[]> _nodes = [];
    private readonly List<byte[]> _initializers = [];
    private readonly List<byte[]> _inputs = [];
    private readonly List<byte[]> _outputs = [];
    private readonly HashSet<string> _names = [];
    private int _counter;

    /// <summary>An element type's number.</summary>
    public const int Float = 1, Int8 = 3, Int32 = 6, Int64 = 7;

    /// <summary>Declares an input; a null dimension is free.</summary>
    public string Input(string name, int type, params (string Name, long? Length)[] shape)
    {
        _inputs.Add(ValueInfo(name, type, shape));
        return name;
    }

    /// <summary>Declares an output.</summary>
    public void Output(string name, int type, params (string Name, long? Length)[] shape) => _outputs.Add(ValueInfo(name, type, shape));

    /// <summary>Names a tensor that stays in its file.</summary>
    /// <param name="tensor">The tensor, 32-bit floats or signed bytes.</param>
    /// <param name="location">Its file as the graph should name it: relative to the weights' folder.</param>
    public string Weight(StoredTensor tensor, string location)
    {
        if (!_names.Add(tensor.Name)) return tensor.Name;
        _initializers.Add(Message(to =>
        {
            foreach (var dimension in tensor.Shape) Write(to, 1, dimension);
            Write(to, 2, tensor.Element == TensorElement.I8 ? Int8 : Float);
            Write(to, 8, tensor.Name);
            WriteEntry(to, 13, "location", location);
            WriteEntry(to, 13, "offset", tensor.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture));
            WriteEntry(to, 13, "length", tensor.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Write(to, 14, 1); // external
        }));
        return tensor.Name;
    }

    /// <summary>A small integer constant: a shape, an index.</summary>
    public string Integers(params long[] values) => Constant([values.Length], values);

    /// <summary>An integer constant without dimensions.</summary>
    public string Scalar(long value) => Constant([], [value]);

    private string Constant(long[] shape, long[] values)
    {
        var name = $"c{_counter++}";
        _initializers.Add(Message(to =>
        {
            foreach (var dimension in shape) Write(to, 1, dimension);
            Write(to, 2, Int64);
            foreach (var value in values) Write(to, 7, value);
            Write(to, 8, name);
        }));
        return name;
    }

    /// <summary>Adds a node and gives its output's name.</summary>
    public string Node(string type, string[] inputs, params (string Name, object Value)[] attributes) => Add("", type, inputs, null, attributes);

    /// <summary>Adds one of ONNX Runtime's own operators.</summary>
    public string ContribNode(string type, string[] inputs, params (string Name, object Value)[] attributes) => Add(Contrib, type, inputs, null, attributes);

    /// <summary>Adds a node whose output has a name that callers know.</summary>
    public string NamedNode(string output, string type, string[] inputs, params (string Name, object Value)[] attributes) => Add("", type, inputs, output, attributes);

    private string Add(string domain, string type, string[] inputs, string? output, (string Name, object Value)[] attributes)
    {
        output ??= $"{type}_{_counter++}";
        _nodes.Add(Message(to =>
        {
            foreach (var input in inputs) Write(to, 1, input);
            Write(to, 2, output);
            Write(to, 3, output);
            Write(to, 4, type);
            foreach (var (name, value) in attributes) Write(to, 5, Attribute(name, value));
            if (domain.Length > 0) Write(to, 7, domain);
        }));
        return output;
    }

    /// <summary>The whole model's bytes.</summary>
    public byte[] ToBytes(string name)
    {
        var graph = Message(to =>
        {
            foreach (var node in _nodes) Write(to, 1, node);
            Write(to, 2, name);
            foreach (var initializer in _initializers) Write(to, 5, initializer);
            foreach (var input in _inputs) Write(to, 11, input);
            foreach (var output in _outputs) Write(to, 12, output);
        });
        return Message(to =>
        {
            Write(to, 1, IrVersion);
            Write(to, 2, "vislumbre");
            Write(to, 7, graph);
            Write(to, 8, Message(opset => Write(opset, 2, Opset)));
            Write(to, 8, Message(opset =>
            {
                Write(opset, 1, Contrib);
                Write(opset, 2, 1);
            }));
        });
    }

    private static byte[] Attribute(string name, object value) => Message(to =>
    {
        Write(to, 1, name);
        switch (value)
        {
            case float real:
                to.WriteTag(2, WireFormat.WireType.Fixed32);
                to.WriteFloat(real);
                Write(to, 20, 1);
                break;
            case long number:
                Write(to, 3, number);
                Write(to, 20, 2);
                break;
            case long[] numbers:
                foreach (var number in numbers) Write(to, 8, number);
                Write(to, 20, 7);
                break;
            default:
                throw new ArgumentException($"No attribute type for {value.GetType()}.", nameof(value));
        }
    });

    private static byte[] ValueInfo(string name, int type, (string Name, long? Length)[] shape) => Message(to =>
    {
        Write(to, 1, name);
        Write(to, 2, Message(outer => Write(outer, 1, Message(tensor =>
        {
            Write(tensor, 1, type);
            Write(tensor, 2, Message(dimensions =>
            {
                foreach (var (label, length) in shape)
                {
                    Write(dimensions, 1, Message(dimension =>
                    {
                        if (length is { } fixedLength) Write(dimension, 1, fixedLength);
                        else Write(dimension, 2, label);
                    }));
                }
            }));
        }))));
    });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var to = new CodedOutputStream(buffer, leaveOpen: true)) write(to);
        return buffer.ToArray();
    }

    private static void Write(CodedOutputStream to, int field, long value)
    {
        to.WriteTag(field, WireFormat.WireType.Varint);
        to.WriteInt64(value);
    }

    private static void Write(CodedOutputStream to, int field, string value)
    {
        to.WriteTag(field, WireFormat.WireType.LengthDelimited);
        to.WriteString(value);
    }

    private static void Write(CodedOutputStream to, int field, byte[] message)
    {
        to.WriteTag(field, WireFormat.WireType.LengthDelimited);
        to.WriteBytes(ByteString.CopyFrom(message));
    }

    private static void WriteEntry(CodedOutputStream to, int field, string key, string value) => Write(to, field, Message(entry =>
    {
        Write(entry, 1, key);
        Write(entry, 2, value);
    }));
}
