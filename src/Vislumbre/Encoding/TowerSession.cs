using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>One tower in ONNX Runtime. Runs may overlap. One that is not used for a while may leave memory, and comes back when it is.</summary>
internal sealed class TowerSession : IDisposable
{
    private readonly TowerGraph _tower;
    private readonly EncoderOptions _options;
    private readonly RunOptions _run = new();
    private readonly Lock _gate = new();
    private readonly Timer? _idle;
    private InferenceSession? _session;
    private int _running;
    private long _lastUse;

    public TowerSession(TowerGraph tower, EncoderOptions options)
    {
        (_tower, _options) = (tower, options);
        _session = Open();
        (Inputs, Outputs) = (_session.InputMetadata, _session.OutputMetadata);
        if (options.Idle is not { } idle) return;
        _lastUse = Stopwatch.GetTimestamp();
        _idle = new Timer(_ => LeaveIfIdle(idle), null, idle / 2, idle / 2);
    }

    /// <summary>The tower's inputs by name.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs { get; }

    private IReadOnlyDictionary<string, NodeMetadata> Outputs { get; }

    /// <summary>Whether it is in memory.</summary>
    public bool IsLoaded => _session is not null;

    /// <summary>Runs the tower.</summary>
    /// <param name="inputs">The inputs by name; they are disposed by the caller.</param>
    /// <param name="outputNames">The outputs that would serve, the first that exists is taken; else the last with two dimensions.</param>
    /// <param name="dimension">What the output's last dimension must be.</param>
    /// <returns>Rows × dimension floats.</returns>
    public float[] Run(IReadOnlyDictionary<string, OrtValue> inputs, string[] outputNames, int dimension)
    {
        var name = outputNames.FirstOrDefault(Outputs.ContainsKey) ?? Outputs.Last(output => output.Value.Dimensions.Length == 2).Key;
        var session = Enter();
        try
        {
            using var results = session.Run(_run, inputs, [name]);
            var shape = results[0].GetTensorTypeAndShape().Shape;
            if (shape.Length != 2 || shape[1] != dimension)
            {
                throw new ModelException(Language.Say(
                    $"The tower gives {string.Join(" × ", shape)} numbers; config.json says {dimension} for each.",
                    $"A torre dá {string.Join(" × ", shape)} números; config.json diz {dimension} para cada."));
            }

            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException(Language.Say($"The tower cannot be run: {e.Message}", $"A torre não pode ser executada: {e.Message}"), e);
        }
        finally
        {
            Leave();
        }
    }

    private InferenceSession Enter()
    {
        lock (_gate)
        {
            _session ??= Open();
            _running++;
            return _session;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _running--;
            _lastUse = Stopwatch.GetTimestamp();
        }
    }

    private void LeaveIfIdle(TimeSpan idle)
    {
        lock (_gate)
        {
            if (_running > 0 || Stopwatch.GetElapsedTime(_lastUse) < idle) return;
            _session?.Dispose();
            _session = null;
        }
    }

    private InferenceSession Open()
    {
        using var settings = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            // ONNX Runtime's own default is a thread a physical core, which leaves half of a virtual machine idle.
            IntraOpNumThreads = _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount,
        };
        // Its threads would go on spinning for a while after a run, on cores that the search itself needs then.
        settings.AddSessionConfigEntry("session.force_spinning_stop", "1");
        Devices.Use(_options.Device, settings);
        try
        {
            if (_tower.File is { } file) return new InferenceSession(file, settings);
            // The graph is bytes; its weights are mapped from a file of weights, wherever the graph is kept.
            settings.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", _tower.WeightsFolder!);
            return new InferenceSession(_tower.Graph.ToArray(), settings);
        }
        catch (OnnxRuntimeException e)
        {
            var place = _tower.File ?? _tower.WeightsFolder;
            throw new ModelException(Language.Say($"{place}: the tower cannot be opened: {e.Message}", $"{place}: a torre não pode ser aberta: {e.Message}"), e);
        }
    }

    public void Dispose()
    {
        _idle?.Dispose();
        lock (_gate) _session?.Dispose();
        _run.Dispose();
    }
}
