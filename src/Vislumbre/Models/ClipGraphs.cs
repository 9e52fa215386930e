namespace Vislumbre.Models;

/// <summary>Builds the ONNX graphs of CLIP's two towers from a checkpoint's tensors, in the forms ONNX Runtime computes fastest.</summary>
/// <remarks>
/// Tokens are kept as a matrix [images × tokens, width], so that every linear layer is one Gemm with its bias and the checkpoint's own
/// [out, in] weights, which need no transposed copy; quantised, each is one DynamicQuantizeMatMul. N: batch, L: tokens, D: width,
/// E: embedding.
/// </remarks>
internal sealed class ClipGraphs(
    ClipArchitecture architecture, Func<string, StoredTensor> find, Func<StoredTensor, string> locate, Func<string, (StoredTensor Numbers, StoredTensor Scales)>? quantise = null)
{
    /// <summary>Raised when the graphs change, so that prepared ones are built again.</summary>
    public const int Version = 3;

    /// <summary>The image tower's input and output.</summary>
    public const string PixelValues = "pixel_values", ImageEmbeds = "image_embeds";

    /// <summary>The output of the image tower that does not pool.</summary>
    public const string PatchEmbeds = "patch_embeds";

    /// <summary>The text tower's input and output.</summary>
    public const string InputIds = "input_ids", TextEmbeds = "text_embeds";

    private const string Vision = "vision_model.";

    private OnnxGraph _graph = new();

    /// <summary>The image tower: [N, 3, S, S] → [N, E].</summary>
    public byte[] Image()
    {
        _graph = new OnnxGraph();
        var shape = architecture.Image;
        var (rows, cube) = ImageTokens(shape);
        rows = Blocks(rows, Vision, shape, cube, causal: false, shape.Layers);
        var classes = _graph.Node("Gather", [_graph.Node("Reshape", [rows, cube]), _graph.Scalar(0)], ("axis", 1L)); // [N, D]
        Project(LayerNorm(classes, Vision + "post_layernorm", shape), "visual_projection.weight", shape.Width, ImageEmbeds);
        return _graph.ToBytes("image-tower");
    }

    /// <summary>The image tower without pooling: [N, 3, S, S] → [N·P, E], the patches of each image in rows from the upper left.</summary>
    public byte[] Patches(PatchPath path)
    {
        _graph = new OnnxGraph();
        var shape = architecture.Image;
        var (rows, cube) = ImageTokens(shape);
        rows = path switch
        {
            PatchPath.Plain => LayerNorm(Blocks(rows, Vision, shape, cube, causal: false, shape.Layers), Vision + "post_layernorm", shape),
            PatchPath.Value => LayerNorm(LastValues(rows, shape, cube), Vision + "post_layernorm", shape),
            _ => Contributions(rows, shape, cube),
        };
        var patches = _graph.Node("Slice", [_graph.Node("Reshape", [rows, cube]), _graph.Integers(1), _graph.Integers(architecture.Patches + 1), _graph.Integers(1)]); // [N, L-1, D]
        Project(_graph.Node("Reshape", [patches, _graph.Integers(-1, shape.Width)]), "visual_projection.weight", shape.Width, PatchEmbeds);
        return _graph.ToBytes("patch-tower");
    }

    private string LastValues(string rows, TransformerShape shape, string cube)
    {
        rows = Blocks(rows, Vision, shape, cube, causal: false, shape.Layers - 1);
        var last = Layer(Vision, shape.Layers - 1);
        var values = Linear(LayerNorm(rows, last + "layer_norm1", shape), last + "self_attn.v_proj", shape.Width, shape.Width);
        return Linear(values, last + "self_attn.out_proj", shape.Width, shape.Width);
    }

    private string Contributions(string rows, TransformerShape shape, string cube)
    {
        var sum = Contribution(rows, Layer(Vision, 0), shape);
        for (var layer = 1; layer < shape.Layers; layer++)
        {
            rows = Block(rows, Layer(Vision, layer - 1), shape, cube, causal: false);
            sum = _graph.Node("Add", [sum, Contribution(rows, Layer(Vision, layer), shape)]);
        }

        // The last norm is linear in them but for its division by one number a picture, which is left out.
        var centred = _graph.Node("Sub", [sum, _graph.Node("ReduceMean", [sum], ("axes", new[] { -1L }))]);
        return _graph.Node("Mul", [centred, Weight(Vision + "post_layernorm.weight", shape.Width)]);
    }

    // What one block's attention carries from each token to the class token, [N·L, D].
    private string Contribution(string rows, string name, TransformerShape shape)
    {
        long width = shape.Width, depth = width / shape.Heads;
        var normed = LayerNorm(rows, name + "layer_norm1", shape);
        var split = _graph.Integers(-1, architecture.Patches + 1, shape.Heads, depth);
        string Heads(string projection) => _graph.Node("Reshape", [Linear(normed, $"{name}self_attn.{projection}", width, width), split]); // [N, L, H, D/H]

        var asked = _graph.Node("Slice", [Heads("q_proj"), _graph.Integers(0), _graph.Integers(1), _graph.Integers(1)]); // [N, 1, H, D/H]
        var products = _graph.Node("ReduceSum", [_graph.Node("Mul", [asked, Heads("k_proj")]), _graph.Integers(3)]); // [N, L, H, 1]
        var root = _graph.Node("Sqrt", [_graph.Node("Cast", [_graph.Integers(depth)], ("to", (long)OnnxGraph.Float))]);
        var attention = _graph.Node("Softmax", [_graph.Node("Div", [products, root])], ("axis", 1L));
        var given = _graph.Node("Reshape", [_graph.Node("Mul", [attention, Heads("v_proj")]), _graph.Integers(-1, width)]);
        return _graph.Node("Gemm", [given, Weight(name + "self_attn.out_proj.weight", width, width)], ("transB", 1L));
    }

    private (string Rows, string Cube) ImageTokens(TransformerShape shape)
    {
        long width = shape.Width, patch = architecture.PatchSize, tokens = architecture.Patches + 1, size = architecture.ImageSize;
        var pixels = _graph.Input(PixelValues, OnnxGraph.Float, ("N", null), ("C", 3), ("H", size), ("W", size));
        var convolved = _graph.Node("Conv",
            [pixels, Weight(Vision + "embeddings.patch_embedding.weight", width, 3, patch, patch)],
            ("kernel_shape", new[] { patch, patch }), ("strides", new[] { patch, patch })); // [N, D, S/P, S/P]
        var columns = _graph.Node("Reshape", [convolved, _graph.Integers(0, width, -1)]); // [N, D, L-1]
        var patches = _graph.Node("Transpose", [columns,], ("perm", new long[] { 0, 2, 1 })); // [N, L-1, D]
        var batch = _graph.Node("Slice", [_graph.Node("Shape", [pixels]), _graph.Integers(0), _graph.Integers(1)]);
        var token = _graph.Node("Reshape", [Weight(Vision + "embeddings.class_embedding", width), _graph.Integers(1, 1, width)]);
        var tokenEach = _graph.Node("Expand", [token, _graph.Node("Concat", [batch, _graph.Integers(1, width)], ("axis", 0L))]); // [N, 1, D]
        var joined = _graph.Node("Concat", [tokenEach, patches], ("axis", 1L)); // [N, L, D]
        var placed = _graph.Node("Add", [joined, Weight(Vision + "embeddings.position_embedding.weight", tokens, width)]);
        var rows = _graph.Node("Reshape", [placed, _graph.Integers(-1, width)]); // [N·L, D]
        return (LayerNorm(rows, Vision + "pre_layrnorm", shape), _graph.Integers(-1, tokens, width)); // the checkpoints' own spelling
    }

    /// <summary>The text tower: [N, L] → [N, E]. Attention is causal, so a text may have just its own length.</summary>
    public byte[] Text()
    {
        _graph = new OnnxGraph();
        var shape = architecture.Text;
        long width = shape.Width;
        const string Prefix = "text_model.";
        var ids = _graph.Input(InputIds, OnnxGraph.Int64, ("N", null), ("L", null));
        var size = _graph.Node("Shape", [ids]);
        var batch = _graph.Node("Slice", [size, _graph.Integers(0), _graph.Integers(1)]); // [1]
        var length = _graph.Node("Slice", [size, _graph.Integers(1), _graph.Integers(2)]); // [1]
        var words = _graph.Node("Gather", [Weight(Prefix + "embeddings.token_embedding.weight", architecture.VocabularySize, width), ids]); // [N, L, D]
        var places = _graph.Node("Slice", [Weight(Prefix + "embeddings.position_embedding.weight", architecture.ContextLength, width), _graph.Integers(0), length]);
        var rows = _graph.Node("Reshape", [_graph.Node("Add", [words, places]), _graph.Integers(-1, width)]); // [N·L, D]
        var cube = _graph.Node("Concat", [size, _graph.Integers(width)], ("axis", 0L));
        rows = Blocks(rows, Prefix, shape, cube, causal: true, shape.Layers);
        var ends = _graph.Node("Gather", [rows, EndRows(ids, batch, length)], ("axis", 0L)); // [N, D]
        Project(LayerNorm(ends, Prefix + "final_layer_norm", shape), "text_projection.weight", width, TextEmbeds);
        return _graph.ToBytes("text-tower");
    }

    // The row of each text's end token in [N·L, D]: its place among the tokens plus L for each text before.
    private string EndRows(string ids, string batch, string length)
    {
        var marks = architecture.EndToken is { } end ? _graph.Node("Equal", [ids, _graph.Scalar(end)]) : ids;
        var place = _graph.Node("ArgMax", [_graph.Node("Cast", [marks], ("to", (long)OnnxGraph.Int32))], ("axis", 1L), ("keepdims", 0L)); // [N]
        var count = _graph.Node("Squeeze", [batch, _graph.Integers(0)]);
        var texts = _graph.Node("Range", [_graph.Scalar(0), count, _graph.Scalar(1)]);
        return _graph.Node("Add", [_graph.Node("Mul", [texts, length]), place]);
    }

    private string Blocks(string rows, string prefix, TransformerShape shape, string cube, bool causal, int layers)
    {
        for (var layer = 0; layer < layers; layer++) rows = Block(rows, Layer(prefix, layer), shape, cube, causal);
        return rows;
    }

    private static string Layer(string prefix, int layer) => $"{prefix}encoder.layers.{layer}.";

    private string Block(string rows, string name, TransformerShape shape, string cube, bool causal)
    {
        var attended = Attention(LayerNorm(rows, name + "layer_norm1", shape), name + "self_attn.", shape, cube, causal);
        return Perceptron(_graph.Node("Add", [rows, attended]), name, shape);
    }

    private string Perceptron(string rows, string name, TransformerShape shape)
    {
        var normed = LayerNorm(rows, name + "layer_norm2", shape);
        var inner = Activate(Linear(normed, name + "mlp.fc1", shape.Width, shape.PerceptronWidth), shape.Activation);
        return _graph.Node("Add", [rows, Linear(inner, name + "mlp.fc2", shape.PerceptronWidth, shape.Width)]);
    }

    private string Attention(string rows, string name, TransformerShape shape, string cube, bool causal)
    {
        string Cube(string projection) =>
            _graph.Node("Reshape", [Linear(rows, name + projection, shape.Width, shape.Width), cube]); // [N, L, D]

        var attended = _graph.ContribNode("MultiHeadAttention", [Cube("q_proj"), Cube("k_proj"), Cube("v_proj")],
            ("num_heads", (long)shape.Heads), ("unidirectional", causal ? 1L : 0L));
        var flat = _graph.Node("Reshape", [attended, _graph.Integers(-1, shape.Width)]); // [N·L, D]
        return Linear(flat, name + "out_proj", shape.Width, shape.Width);
    }

    private string Linear(string rows, string name, long from, long to)
    {
        if (quantise is null) return _graph.Node("Gemm", [rows, Weight(name + ".weight", to, from), Weight(name + ".bias", to)], ("transB", 1L));
        var (numbers, scales) = quantise(name + ".weight");
        if (!numbers.Shape.SequenceEqual([from, to])) throw numbers.WrongShape([from, to]);
        return _graph.ContribNode("DynamicQuantizeMatMul", [rows, _graph.Weight(numbers, locate(numbers)), _graph.Weight(scales, locate(scales)), "", Weight(name + ".bias", to)]);
    }

    private void Project(string rows, string name, long from, string output)
    {
        _graph.NamedNode(output, "Gemm", [rows, Weight(name, architecture.ProjectionDimension, from)], ("transB", 1L));
        _graph.Output(output, OnnxGraph.Float, ("N", null), ("E", architecture.ProjectionDimension));
    }

    private string Activate(string rows, Activation activation) => activation switch
    {
        Activation.QuickGelu => _graph.ContribNode("QuickGelu", [rows], ("alpha", 1.702f)),
        Activation.Gelu => _graph.ContribNode("Gelu", [rows]),
        _ => _graph.ContribNode("FastGelu", [rows]),
    };

    private string LayerNorm(string rows, string name, TransformerShape shape) => _graph.Node("LayerNormalization",
        [rows, Weight(name + ".weight", shape.Width), Weight(name + ".bias", shape.Width)],
        ("axis", -1L), ("epsilon", shape.LayerNormEpsilon));

    private string Weight(string name, params long[] shape)
    {
        var tensor = find(name);
        if (!tensor.Shape.SequenceEqual(shape)) throw tensor.WrongShape(shape);
        return _graph.Weight(tensor, locate(tensor));
    }
}
