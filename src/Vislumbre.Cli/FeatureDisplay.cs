using Vislumbre.Features;
using Vislumbre.Models;

namespace Vislumbre.Cli;

/// <summary>Shows what an import of embeddings did.</summary>
internal static class FeatureDisplay
{
    private const int MaximumListed = 20;

    public static void Write(ImportReport report, ModelIdentity model, string library)
    {
        Console.WriteLine(Language.Say(
            $"{report.Taken:N0} embeddings taken as {model.Name}'s: {report.WithFile:N0} with a file here, {report.Taken - report.WithFile:N0} by address ({Terminal.Say(report.Elapsed)})",
            $"{report.Taken:N0} embeddings recebidos como do {model.Name}: {report.WithFile:N0} com arquivo aqui, {report.Taken - report.WithFile:N0} por endereço ({Terminal.Say(report.Elapsed)})"));
        if (report.Kept > 0) Console.WriteLine(Language.Say($"  {report.Kept:N0} photos are indexed here from their own files and keep what they have", $"  {report.Kept:N0} fotos já estão indexadas aqui a partir de seus arquivos e ficam como estão"));
        if (report.Normalised > 0) Console.WriteLine(Language.Say($"  {report.Normalised:N0} rows were not of unit length: scaled to it", $"  {report.Normalised:N0} linhas não tinham comprimento 1: foram normalizadas"));
        if (report.Precision != FeaturePrecision.Bits16) Console.WriteLine(Language.Say($"  float{(int)report.Precision} was rounded to the 16 bits that a library keeps", $"  float{(int)report.Precision} foi arredondado aos 16 bits que uma biblioteca guarda"));
        foreach (var fault in report.Faults.Take(MaximumListed)) Console.WriteLine($"  {Terminal.Short(fault.File)}{(fault.Row is { } row ? Language.Say($", row {row}", $", linha {row}") : "")}: {fault.Reason}");
        if (report.Faults.Count > MaximumListed) Console.WriteLine(Language.Say($"  … and {report.Faults.Count - MaximumListed:N0} more: --json lists all", $"  … e mais {report.Faults.Count - MaximumListed:N0}: --json lista todas"));
        if (report.Stopped) Console.WriteLine(Language.Say("Stopped: the same command goes on from here.", "Interrompido: o mesmo comando continua daqui."));
        Console.WriteLine(Language.Say($"Library: {Terminal.Short(library)}", $"Biblioteca: {Terminal.Short(library)}"));
    }
}
