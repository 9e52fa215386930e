namespace Vislumbre.Models;

/// <summary>Builds the ONNX graphs of CLIP's two towers from a checkpoint's tensors, in the forms ONNX Runtime computes fastest.</summary>
/// <remarks>
/// Tokens are kept as a matrix [images × tokens, width], so that every linear layer is one Gemm with its bias and the checkpoint's own
/// [out, in] weights, which need no transposed copy. N: batch, L: tokens, D: width, E: embedding.
/// </remarks>
internal sealed class ClipGraphs(ClipArchitecture architecture, Func<string, StoredTensor> find, Func<StoredTensor, string> locate)
{
    /// <summary>Raised when the graphs change, so that prepared ones are built again.</summary>
    public const int Version = 1;

    /// <summary>The image tower's input and output.</summary>
    public const string PixelValues = "pixel_values", ImageEmbeds = "image_embeds";

    /// <summary>The text tower's input and output.</summary>
    public const string InputIds = "input_ids", TextEmbeds = "text_embeds";

    private OnnxGraph _graph = new();

    /// <summary>The image tower: [N, 3, S, S] → [N, E].</summary>
    public byte[] Image()
    {
        _graph = new OnnxGraph();
        var shape = architecture.Image;
        long width = shape.Width, patch = architecture.PatchSize, tokens = architecture.Patches + 1, size = architecture.ImageSize;
        const string Prefix = "vision_model.";
        var pixels = _graph.Input(PixelValues, OnnxGraph.Float, ("N", null), ("C", 3), ("H", size), ("W", size));
        var convolved = _graph.Node("Conv",
            [pixels, Weight(Prefix + "embeddings.patch_embedding.weight", width, 3, patch, patch)],
            ("kernel_shape", new[] { patch, patch }), ("strides", new[] { patch, patch })); // [N, D, S/P, S/P]
        var columns = _graph.Node("Reshape", [convolved, _graph.Integers(0, width, -1)]); // [N, D, L-1]
        var patches = _graph.Node("Transpose", [columns,], ("perm", new long[] { 0, 2, 1 })); // [N, L-1, D]
        var batch = _graph.Node("Slice", [_graph.Node("Shape", [pixels]), _graph.Integers(0), _graph.Integers(1)]);
        var token = _graph.Node("Reshape", [Weight(Prefix + "embeddings.class_embedding", width), _graph.Integers(1, 1, width)]);
        var tokenEach = _graph.Node("Expand", [token, _graph.Node("Concat", [batch, _graph.Integers(1, width)], ("axis", 0L))]); // [N, 1, D]
        var joined = _graph.Node("Concat", [tokenEach, patches], ("axis", 1L)); // [N, L, D]
        var placed = _graph.Node("Add", [joined, Weight(Prefix + "embeddings.position_embedding.weight", tokens, width)]);
        var rows = _graph.Node("Reshape", [placed, _graph.Integers(-1, width)]); // [N·L, D]
        rows = LayerNorm(rows, Prefix + "pre_layrnorm", shape); // the checkpoints' own spelling
        var cube = _graph.Integers(-1, tokens, width);
        rows = Blocks(rows, Prefix, shape, cube, causal: false);
        var classes = _graph.Node("Gather", [_graph.Node("Reshape", [rows, cube]), _graph.Scalar(0)], ("axis", 1L)); // [N, D]
        Project(LayerNorm(classes, Prefix + "post_layernorm", shape), "visual_projection.weight", width, ImageEmbeds);
        return _graph.ToBytes("image-tower");
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
        rows = Blocks(rows, Prefix, shape, cube, causal: true);
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

    private string Blocks(string rows, string prefix, TransformerShape shape, string cube, bool causal)
    {
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var name = $"{prefix}encoder.layers.{layer}.";
            var normed = LayerNorm(rows, name + "layer_norm1", shape);
            var attended = Attention(normed, name + "self_attn.", shape, cube, causal);
            rows = _graph.Node("Add", [rows, attended]);
            normed = LayerNorm(rows, name + "layer_norm2", shape);
            var inner = Activate(Linear(normed, name + "mlp.fc1", shape.Width, shape.PerceptronWidth), shape.Activation);
            rows = _graph.Node("Add", [rows, Linear(inner, name + "mlp.fc2", shape.PerceptronWidth, shape.Width)]);
        }

        return rows;
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

    private string Linear(string rows, string name, long from, long to) =>
        _graph.Node("Gemm", [rows, Weight(name + ".weight", to, from), Weight(name + ".bias", to)], ("transB", 1L));

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
