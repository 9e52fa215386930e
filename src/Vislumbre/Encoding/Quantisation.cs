using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>Whether eight bits can be had.</summary>
internal static class Quantisation
{
    /// <summary>Whether a model on a device could be computed with eight bits.</summary>
    public static bool IsPossible(DualEncoderModel model, EncoderOptions options) => model.Quantised is not null && Devices.IsProcessor(options.Device);

    /// <summary>A model's towers with eight-bit weights; the first time they are made, which takes a few seconds.</summary>
    /// <exception cref="ModelException">The model came as ONNX towers.</exception>
    /// <exception cref="DeviceException">Another device than the processor is asked for.</exception>
    public static (TowerGraph Image, TowerGraph Text) Towers(DualEncoderModel model, EncoderOptions options)
    {
        if (!Devices.IsProcessor(options.Device))
            throw new DeviceException(Language.Say("--precision int8 is for the processor: add --device cpu.", "--precision int8 é para o processador: acrescente --device cpu."));
        if (model.Quantised is not { } quantised)
        {
            throw new ModelException(Language.Say(
                $"{model.Folder}: only checkpoints are quantised, and this model came as ONNX towers: put the quantised ones (vision_model_quantized.onnx) in its place, or use --precision fp32.",
                $"{model.Folder}: só checkpoints são quantizados, e este modelo veio como torres ONNX: ponha as quantizadas (vision_model_quantized.onnx) no lugar, ou use --precision fp32."));
        }

        return quantised.Open();
    }
}
