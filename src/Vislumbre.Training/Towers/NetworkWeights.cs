using TorchSharp;
using Vislumbre.Models;
using static TorchSharp.torch;

namespace Vislumbre.Training.Towers;

/// <summary>The weights of both towers by name, which of them learn, and low-rank additions to those that do not.</summary>
internal sealed class NetworkWeights : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly Dictionary<string, LowRankPair> _lowRank = [];

    /// <summary>The tensors that learn, by name; low-rank factors among them.</summary>
    public SortedDictionary<string, Tensor> Learning { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of all tensors of the checkpoint.</summary>
    public IEnumerable<string> Names => _tensors.Keys;

    /// <summary>A tensor as the towers use it: with its low-rank addition where it has one.</summary>
    public Tensor this[string name] => _lowRank.TryGetValue(name, out var pair) ? _tensors[name].add(pair.Product(), Held.One) : _tensors[name];

    /// <summary>New weights, drawn by the seed.</summary>
    public static NetworkWeights Create(ClipArchitecture architecture, long seed)
    {
        using var generator = new Generator((ulong)seed);
        var weights = new NetworkWeights();
        foreach (var plan in WeightPlan.Of(architecture))
        {
            weights._tensors[plan.Name] = plan.Deviation == 0
                ? tensor([.. Enumerable.Repeat((float)plan.Constant, (int)plan.Count)], plan.Shape)
                : empty(plan.Shape, ScalarType.Float32).normal_(plan.Constant, plan.Deviation, generator);
        }

        return weights;
    }

    /// <summary>The weights of a checkpoint.</summary>
    /// <exception cref="ModelException">One is missing or has another shape than the architecture says.</exception>
    public static NetworkWeights Read(ClipArchitecture architecture, string folder)
    {
        var checkpoint = Checkpoint.Open(folder);
        var weights = new NetworkWeights();
        foreach (var plan in WeightPlan.Of(architecture))
        {
            var stored = checkpoint.Find(plan.Name);
            // By count: some checkpoints write the logit scale as a row of one number.
            if (stored.Count != plan.Count) throw stored.WrongShape(plan.Shape);
            weights._tensors[plan.Name] = tensor(TensorConversion.ReadFloats(stored), plan.Shape);
        }

        return weights;
    }

    /// <summary>Lets tensors learn.</summary>
    /// <param name="learns">Which.</param>
    /// <param name="rank">Where above 0, the towers' matrices stay and get additions of this rank that learn (Hu et al. 2021).</param>
    /// <param name="seed">Draws the additions' first values.</param>
    public void Begin(Func<string, bool> learns, int rank, long seed)
    {
        using var generator = new Generator((ulong)seed ^ 0x10F4);
        foreach (var (name, weight) in _tensors)
        {
            if (!learns(name)) continue;
            if (rank > 0 && name.Contains(".layers.", StringComparison.Ordinal) && weight.dim() == 2)
            {
                var pair = LowRankPair.For(weight, rank, generator);
                _lowRank[name] = pair;
                Learning[name + ".lora_A"] = pair.Down;
                Learning[name + ".lora_B"] = pair.Up;
            }
            else if (rank == 0 || name == WeightPlan.LogitScale || name.EndsWith("_projection.weight", StringComparison.Ordinal))
            {
                Learning[name] = weight.requires_grad_();
            }
        }
    }

    /// <summary>A checkpoint's numbers: low-rank additions added.</summary>
    public float[] Merged(string name)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return this[name].detach().contiguous().data<float>().ToArray();
    }

    /// <summary>A tensor's shape.</summary>
    public long[] Shape(string name) => _tensors[name].shape;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var weight in _tensors.Values) weight.Dispose();
        foreach (var pair in _lowRank.Values) pair.Dispose();
    }
}
