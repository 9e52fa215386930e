using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>One tower in ONNX Runtime. Runs may overlap.</summary>
internal sealed class TowerSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    public TowerSession(TowerGraph tower, EncoderOptions options)
    {
        using var settings = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            // ONNX Runtime's own default is a thread a physical core, which leaves half of a virtual machine idle.
            IntraOpNumThreads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount,
        };
        // Its threads would go on spinning for a while after a run, on cores that the search itself needs then.
        settings.AddSessionConfigEntry("session.force_spinning_stop", "1");
        Devices.Use(options.Device, settings);
        try
        {
            if (tower.File is { } file)
            {
                _session = new InferenceSession(file, settings);
            }
            else
            {
                // The graph is bytes; its weights are mapped from the checkpoint's own file, wherever the graph is kept.
                settings.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", tower.WeightsFolder!);
                _session = new InferenceSession(tower.Graph.ToArray(), settings);
            }
        }
        catch (OnnxRuntimeException e)
        {
            var place = tower.File ?? tower.WeightsFolder;
            throw new ModelException(Language.Say($"{place}: the tower cannot be opened: {e.Message}", $"{place}: a torre não pode ser aberta: {e.Message}"), e);
        }
    }

    /// <summary>The tower's inputs by name.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    /// <summary>Runs the tower.</summary>
    /// <param name="inputs">The inputs by name; they are disposed by the caller.</param>
    /// <param name="outputNames">The outputs that would serve, the first that exists is taken; else the last with two dimensions.</param>
    /// <param name="dimension">What the output's last dimension must be.</param>
    /// <returns>Rows × dimension floats.</returns>
    public float[] Run(IReadOnlyDictionary<string, OrtValue> inputs, string[] outputNames, int dimension)
    {
        var outputs = _session.OutputMetadata;
        var name = outputNames.FirstOrDefault(outputs.ContainsKey) ?? outputs.Last(output => output.Value.Dimensions.Length == 2).Key;
        using var results = Run(inputs, name);
        var shape = results[0].GetTensorTypeAndShape().Shape;
        if (shape.Length != 2 || shape[1] != dimension)
        {
            throw new ModelException(Language.Say(
                $"The tower gives {string.Join(" × ", shape)} numbers; config.json says {dimension} for each.",
                $"A torre dá {string.Join(" × ", shape)} números; config.json diz {dimension} para cada."));
        }

        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyDictionary<string, OrtValue> inputs, string name)
    {
        try
        {
            return _session.Run(_run, inputs, [name]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException(Language.Say($"The tower cannot be run: {e.Message}", $"A torre não pode ser executada: {e.Message}"), e);
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }
}
