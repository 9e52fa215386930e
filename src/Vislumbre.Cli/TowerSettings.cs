using System.CommandLine;
using Vislumbre.Encoding;

namespace Vislumbre.Cli;

/// <summary>The options of how a command's towers are run.</summary>
internal sealed class TowerSettings
{
    private readonly Option<ComputeDevice> _device = SharedOptions.Choice<ComputeDevice>("--device", Language.Say("What computes (default: the fastest that is there)", "O que calcula (padrão: o mais rápido que houver)"));
    private readonly Option<Precision> _precision = SharedOptions.Choice<Precision>("--precision", Language.Say("With how many bits the towers compute (default: eight where a trial at indexing found them as good and faster)", "Com quantos bits as torres calculam (padrão: oito, se um teste ao indexar os achou tão bons e mais rápidos)"));

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_device);
        command.Add(_precision);
    }

    /// <summary>What was asked for.</summary>
    public EncoderOptions Of(ParseResult parsed) => new() { Device = parsed.GetValue(_device), Precision = parsed.GetValue(_precision) };
}
