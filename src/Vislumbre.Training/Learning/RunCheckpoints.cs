using System.Globalization;
using System.Text.Json;
using TorchSharp;
using Vislumbre.Models;
using static TorchSharp.torch;

namespace Vislumbre.Training.Learning;

/// <summary>The states of a run on disk, from which it goes on exactly: the weights that learn, the optimiser, the step.</summary>
internal sealed class RunCheckpoints(string output)
{
    private const int Kept = 2;
    private const string TensorFile = "model.safetensors", StateFile = "state.json";
    private readonly string _folder = Path.Combine(output, "checkpoints");

    /// <summary>What is not a tensor.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="BestRecall">The best recall so far.</param>
    /// <param name="BestStep">When it was.</param>
    /// <param name="Seconds">Time that the run has taken.</param>
    public sealed record State(int Step, double BestRecall, int BestStep, double Seconds);

    /// <summary>Writes a state beside the earlier ones, then removes the oldest; a state that is there is whole.</summary>
    public void Write(State state, IReadOnlyDictionary<string, Tensor> weights, AdamW optimizer)
    {
        Directory.CreateDirectory(_folder);
        var part = Path.Combine(_folder, ".part");
        if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part);
        var tensors = weights.Select(pair => ("weight/" + pair.Key, pair.Value))
            .Concat(optimizer.Means.Select(pair => ("mean/" + pair.Key, pair.Value)))
            .Concat(optimizer.Squares.Select(pair => ("square/" + pair.Key, pair.Value)))
            .Select(pair => (pair.Item1, pair.Value.shape, Values(pair.Value))).ToList();
        SafetensorsWriter.Write(Path.Combine(part, TensorFile), tensors);
        File.WriteAllText(Path.Combine(part, StateFile), JsonSerializer.Serialize(state));
        var folder = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"step-{state.Step:D7}"));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.Move(part, folder);
        foreach (var old in All().SkipLast(Kept)) Directory.Delete(old, recursive: true);
    }

    /// <summary>Puts the newest state back into weights and optimiser; null where there is none.</summary>
    public State? Restore(IReadOnlyDictionary<string, Tensor> weights, AdamW optimizer)
    {
        if (All().LastOrDefault() is not { } folder) return null;
        var checkpoint = Checkpoint.Open(folder);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, weight) in weights)
        {
            Put("weight/" + name, weight);
            Put("mean/" + name, optimizer.Means[name]);
            Put("square/" + name, optimizer.Squares[name]);
        }

        return JsonSerializer.Deserialize<State>(File.ReadAllText(Path.Combine(folder, StateFile)));

        void Put(string name, Tensor target) => target.copy_(tensor(TensorConversion.ReadFloats(checkpoint.Find(name)), target.shape));
    }

    private string[] All() => Directory.Exists(_folder) ? [.. Directory.GetDirectories(_folder, "step-*").Order(StringComparer.Ordinal)] : [];

    private static float[] Values(Tensor tensor)
    {
        using var plain = tensor.detach();
        using var packed = plain.contiguous();
        return packed.data<float>().ToArray();
    }
}
