using Google.Protobuf;
using Vislumbre.Models;
using Vislumbre.Training.Learning;

namespace Vislumbre.Bench.Rivals;

/// <summary>
/// Writes a checkpoint's image tower as other programs publish it: one ONNX file with its weights inside, of ONNX's own operators only
/// (attention and activation in parts, for ONNX Runtime to fuse what it can), in the folders that Transformers.js reads.
/// </summary>
internal sealed class StandardOnnx
{
    private const string Vision = "vision_model.";

    private readonly OnnxGraph _graph = new();
    private readonly ClipArchitecture _architecture;
    private readonly Checkpoint _checkpoint;

    private StandardOnnx(ClipArchitecture architecture, Checkpoint checkpoint) => (_architecture, _checkpoint) = (architecture, checkpoint);

    /// <summary>The tower's place in a folder that was written.</summary>
    public static string Tower(string folder) => Path.Combine(folder, "onnx", "vision_model.onnx");

    /// <summary>Writes the folder: <c>config.json</c>, <c>preprocessor_config.json</c> and <c>onnx/vision_model.onnx</c>.</summary>
    public static void Write(string checkpoint, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "onnx"));
        var config = Path.Combine(checkpoint, "config.json");
        File.Copy(config, Path.Combine(folder, "config.json"), overwrite: true);
        var architecture = ClipArchitecture.Read(config);
        ModelFolder.WritePreprocessing(Path.Combine(folder, "preprocessor_config.json"), architecture.ImageSize);
        var graph = new StandardOnnx(architecture, Checkpoint.Open(checkpoint)).Image();
        using var file = File.Create(Tower(folder), 1 << 20);
        using var to = new CodedOutputStream(file, leaveOpen: true);
        Embed(graph, to, checkpoint);
    }

    private byte[] Image()
    {
        var shape = _architecture.Image;
        long width = shape.Width, patch = _architecture.PatchSize, tokens = _architecture.Patches + 1, size = _architecture.ImageSize;
        var pixels = _graph.Input(ClipGraphs.PixelValues, OnnxGraph.Float, ("N", null), ("C", 3), ("H", size), ("W", size));
        var convolved = _graph.Node("Conv", [pixels, Weight(Vision + "embeddings.patch_embedding.weight")], ("kernel_shape", new[] { patch, patch }), ("strides", new[] { patch, patch }));
        var patches = _graph.Node("Transpose", [_graph.Node("Reshape", [convolved, _graph.Integers(0, width, -1)])], ("perm", new long[] { 0, 2, 1 }));
        var batch = _graph.Node("Slice", [_graph.Node("Shape", [pixels]), _graph.Integers(0), _graph.Integers(1)]);
        var token = _graph.Node("Reshape", [Weight(Vision + "embeddings.class_embedding"), _graph.Integers(1, 1, width)]);
        var tokenEach = _graph.Node("Expand", [token, _graph.Node("Concat", [batch, _graph.Integers(1, width)], ("axis", 0L))]);
        var rows = _graph.Node("Add", [_graph.Node("Concat", [tokenEach, patches], ("axis", 1L)), Weight(Vision + "embeddings.position_embedding.weight")]);
        rows = Norm(_graph.Node("Reshape", [rows, _graph.Integers(-1, width)]), Vision + "pre_layrnorm"); // [N·L, D]
        for (var layer = 0; layer < shape.Layers; layer++) rows = Block(rows, $"{Vision}encoder.layers.{layer}.", shape, tokens);
        var classes = _graph.Node("Gather", [_graph.Node("Reshape", [rows, _graph.Integers(-1, tokens, width)]), _graph.Scalar(0)], ("axis", 1L));
        _graph.NamedNode(ClipGraphs.ImageEmbeds, "Gemm", [Norm(classes, Vision + "post_layernorm"), Weight("visual_projection.weight")], ("transB", 1L));
        _graph.Output(ClipGraphs.ImageEmbeds, OnnxGraph.Float, ("N", null), ("E", _architecture.ProjectionDimension));
        return _graph.ToBytes("image-tower");
    }

    private string Block(string rows, string name, TransformerShape shape, long tokens)
    {
        if (shape.Activation != Activation.QuickGelu) throw new NotSupportedException("Only OpenAI's activation is written here.");
        rows = _graph.Node("Add", [rows, Attention(Norm(rows, name + "layer_norm1"), name + "self_attn.", shape, tokens)]);
        var inner = Linear(Norm(rows, name + "layer_norm2"), name + "mlp.fc1");
        inner = _graph.Node("Mul", [inner, _graph.Node("Sigmoid", [_graph.Node("Mul", [inner, Real(1.702f)])])]);
        return _graph.Node("Add", [rows, Linear(inner, name + "mlp.fc2")]);
    }

    private string Attention(string rows, string name, TransformerShape shape, long tokens)
    {
        long depth = shape.Width / shape.Heads;
        string Heads(string projection, params long[] order) =>
            _graph.Node("Transpose", [_graph.Node("Reshape", [Linear(rows, name + projection), _graph.Integers(-1, tokens, shape.Heads, depth)])], ("perm", order));

        var asked = _graph.Node("Mul", [Heads("q_proj", 0, 2, 1, 3), Real(1 / MathF.Sqrt(depth))]); // [N, H, L, D/H]
        var attention = _graph.Node("Softmax", [_graph.Node("MatMul", [asked, Heads("k_proj", 0, 2, 3, 1)])], ("axis", -1L));
        var attended = _graph.Node("Transpose", [_graph.Node("MatMul", [attention, Heads("v_proj", 0, 2, 1, 3)])], ("perm", new long[] { 0, 2, 1, 3 }));
        return Linear(_graph.Node("Reshape", [attended, _graph.Integers(-1, shape.Width)]), name + "out_proj");
    }

    private string Linear(string rows, string name) => _graph.Node("Gemm", [rows, Weight(name + ".weight"), Weight(name + ".bias")], ("transB", 1L));

    private string Norm(string rows, string name) =>
        _graph.Node("LayerNormalization", [rows, Weight(name + ".weight"), Weight(name + ".bias")], ("axis", -1L), ("epsilon", _architecture.Image.LayerNormEpsilon));

    private string Real(float value) => _graph.Node("Constant", [], ("value_float", value));

    private string Weight(string name)
    {
        var tensor = _checkpoint.Find(name);
        if (tensor.Element != TensorElement.F32) throw new NotSupportedException($"{name} is not of 32-bit floats.");
        return _graph.Weight(tensor, Path.GetFileName(tensor.File));
    }

    // Copies the model and puts the numbers where it names a file. Field numbers are those of onnx.proto.
    private static void Embed(byte[] model, CodedOutputStream to, string folder)
    {
        const int Graph = 7, Initializer = 5;
        foreach (var (field, content) in Fields(model))
        {
            if (field.Number != Graph)
            {
                Copy(to, field, content);
                continue;
            }

            var parts = Fields(content).Select(part => part.Field.Number == Initializer ? (part.Field, Inside(part.Content, folder)) : part).ToList();
            to.WriteTag(Graph, WireFormat.WireType.LengthDelimited);
            to.WriteLength(parts.Sum(part => SizeOf(part.Field, part.Item2)));
            foreach (var (part, bytes) in parts) Copy(to, part, bytes);
        }
    }

    private static byte[] Inside(byte[] tensor, string folder)
    {
        const int RawData = 9, ExternalData = 13, DataLocation = 14;
        using var buffer = new MemoryStream();
        using (var to = new CodedOutputStream(buffer, leaveOpen: true))
        {
            var external = new Dictionary<string, string>();
            foreach (var (field, content) in Fields(tensor))
            {
                if (field.Number == ExternalData)
                {
                    var entry = Fields(content).ToDictionary(part => part.Field.Number, part => System.Text.Encoding.UTF8.GetString(part.Content));
                    external[entry[1]] = entry[2];
                }
                else if (field.Number != DataLocation)
                {
                    Copy(to, field, content);
                }
            }

            if (external.Count > 0)
            {
                using var file = File.OpenHandle(Path.Combine(folder, external["location"]));
                var numbers = new byte[int.Parse(external["length"], null)];
                if (RandomAccess.Read(file, numbers, long.Parse(external["offset"], null)) != numbers.Length) throw new EndOfStreamException();
                to.WriteTag(RawData, WireFormat.WireType.LengthDelimited);
                to.WriteBytes(UnsafeByteOperations.UnsafeWrap(numbers));
            }
        }

        return buffer.ToArray();
    }

    // A field is a varint, whose content is its bytes again, or has a length; the graph's messages have no others at these levels.
    private static IEnumerable<((int Number, WireFormat.WireType Type) Field, byte[] Content)> Fields(byte[] message)
    {
        var from = new CodedInputStream(message);
        while (from.ReadTag() is var tag and not 0)
        {
            var field = (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag));
            yield return field.Item2 switch
            {
                WireFormat.WireType.LengthDelimited => (field, from.ReadBytes().ToByteArray()),
                WireFormat.WireType.Varint => (field, BitConverter.GetBytes(from.ReadUInt64())),
                _ => throw new NotSupportedException($"A field of type {field.Item2}."),
            };
        }
    }

    private static void Copy(CodedOutputStream to, (int Number, WireFormat.WireType Type) field, byte[] content)
    {
        to.WriteTag(field.Number, field.Type);
        if (field.Type == WireFormat.WireType.Varint) to.WriteUInt64(BitConverter.ToUInt64(content));
        else to.WriteBytes(UnsafeByteOperations.UnsafeWrap(content));
    }

    private static int SizeOf((int Number, WireFormat.WireType Type) field, byte[] content) => CodedOutputStream.ComputeTagSize(field.Number)
        + (field.Type == WireFormat.WireType.Varint ? CodedOutputStream.ComputeUInt64Size(BitConverter.ToUInt64(content)) : CodedOutputStream.ComputeLengthSize(content.Length) + content.Length);
}
