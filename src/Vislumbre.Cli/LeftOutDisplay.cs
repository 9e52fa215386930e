using Vislumbre.Evaluation;
using Vislumbre.Sources;

namespace Vislumbre.Cli;

/// <summary>Lists on the error stream what an evaluation left out; the figures on the other stay clean.</summary>
internal static class LeftOutDisplay
{
    private const int MaximumListed = 20;

    public static void Write(IReadOnlyList<EvaluationFailure> failed, IReadOnlyList<CaptionFault> faults)
    {
        if (failed.Count > 0) Complaint.Say(Language.Say($"photos left out: {failed.Count:N0}", $"fotos deixadas de fora: {failed.Count:N0}"));
        List(failed, photo => $"{Terminal.Short(photo.Path)}: {photo.Reason}");
        if (faults.Count > 0) Complaint.Say(Language.Say($"rows left out: {faults.Count:N0}", $"linhas deixadas de fora: {faults.Count:N0}"));
        List(faults, fault => Language.Say($"line {fault.Line}: {fault.Reason}", $"linha {fault.Line}: {fault.Reason}"));
    }

    private static void List<T>(IReadOnlyList<T> items, Func<T, string> say)
    {
        foreach (var item in items.Take(MaximumListed)) Console.Error.WriteLine($"  {say(item)}");
        if (items.Count > MaximumListed) Console.Error.WriteLine(Language.Say($"  … and {items.Count - MaximumListed:N0} more: --json lists all", $"  … e mais {items.Count - MaximumListed:N0}: --json lista todas"));
    }
}
