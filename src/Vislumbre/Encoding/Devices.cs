using Microsoft.ML.OnnxRuntime;

namespace Vislumbre.Encoding;

/// <summary>Which devices this build of ONNX Runtime can use.</summary>
public static class Devices
{
    private static readonly (ComputeDevice Device, string Provider)[] Accelerators =
    [
        (ComputeDevice.Cuda, "CUDAExecutionProvider"),
        (ComputeDevice.CoreML, "CoreMLExecutionProvider"),
        (ComputeDevice.DirectML, "DmlExecutionProvider"),
    ];

    /// <summary>The devices whose provider is in this build, the processor last.</summary>
    public static IReadOnlyList<ComputeDevice> Available()
    {
        var providers = OrtEnv.Instance().GetAvailableProviders();
        return [.. Accelerators.Where(pair => providers.Contains(pair.Provider)).Select(pair => pair.Device), ComputeDevice.Cpu];
    }

    /// <summary>Whether the processor computes where this is asked for.</summary>
    internal static bool IsProcessor(ComputeDevice device) => device == ComputeDevice.Cpu || (device == ComputeDevice.Auto && Available()[0] == ComputeDevice.Cpu);

    /// <summary>The version of ONNX Runtime, which loads it.</summary>
    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    /// <summary>Adds a device's provider to a session's options.</summary>
    /// <exception cref="DeviceException">It is not in this build, or its libraries are missing.</exception>
    internal static void Use(ComputeDevice device, SessionOptions options)
    {
        if (device == ComputeDevice.Cpu) return;
        if (device == ComputeDevice.Auto)
        {
            foreach (var candidate in Available())
            {
                try
                {
                    Use(candidate, options);
                    return;
                }
                catch (DeviceException)
                {
                    // Its driver or libraries are missing: the next one, at last the processor, which never is.
                }
            }

            return;
        }

        if (!Available().Contains(device)) throw Missing(device, null);
        try
        {
            switch (device)
            {
                case ComputeDevice.Cuda:
                    options.AppendExecutionProvider_CUDA();
                    break;
                case ComputeDevice.CoreML:
                    options.AppendExecutionProvider_CoreML();
                    break;
                default:
                    options.AppendExecutionProvider_DML();
                    break;
            }
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            throw Missing(device, e);
        }
    }

    private static DeviceException Missing(ComputeDevice device, Exception? cause)
    {
        var (name, install, instalar) = device switch
        {
            ComputeDevice.Cuda => ("CUDA", "the package Microsoft.ML.OnnxRuntime.Gpu in place of Microsoft.ML.OnnxRuntime, CUDA 12 and cuDNN 9", "o pacote Microsoft.ML.OnnxRuntime.Gpu no lugar de Microsoft.ML.OnnxRuntime, CUDA 12 e cuDNN 9"),
            ComputeDevice.CoreML => ("Core ML", "nothing: it comes with macOS, use it there", "nada: ele vem com o macOS, use-o lá"),
            _ => ("DirectML", "the package Microsoft.ML.OnnxRuntime.DirectML in place of Microsoft.ML.OnnxRuntime, on Windows 10 or later", "o pacote Microsoft.ML.OnnxRuntime.DirectML no lugar de Microsoft.ML.OnnxRuntime, no Windows 10 ou mais novo"),
        };
        return new DeviceException(Language.Say(
            $"{name} is not available. To install: {install}. Or use --device cpu.",
            $"{name} não está disponível. Para instalar: {instalar}. Ou use --device cpu."), cause);
    }
}
