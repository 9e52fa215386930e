using System.CommandLine;
using System.Data.Common;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Searching;

namespace Vislumbre.Cli;

/// <summary>Turns what went wrong into a sentence on the error stream and an exit code.</summary>
internal static class Complaint
{
    /// <summary>Runs a command's work.</summary>
    public static async Task<int> Around(Func<Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Say(Language.Say("stopped", "interrompido"));
            return ExitCodes.Stopped;
        }
        catch (QueryException e)
        {
            Say(e.Message);
            foreach (var line in e.Marked.Split('\n')) Console.Error.WriteLine($"  {line}");
            return ExitCodes.Usage;
        }
        catch (VislumbreException e)
        {
            Say(e.Message);
            return CodeOf(e);
        }
        catch (DbException e)
        {
            Say(Language.Say($"the library does not answer: {e.Message}", $"a biblioteca não responde: {e.Message}"));
            return ExitCodes.Library;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Say(e.Message);
            return ExitCodes.Failed;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            Say(Language.Say($"a native library is missing: {e.GetBaseException().Message} See: vislumbre doctor", $"falta uma biblioteca nativa: {e.GetBaseException().Message} Veja: vislumbre doctor"));
            return ExitCodes.Failed;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault of this program: whoever reports it needs the whole of it.
            Say(Language.Say($"this should not have happened; please report it:\n{e}", $"isto não devia ter acontecido; por favor, relate:\n{e}"));
            return ExitCodes.Failed;
        }
    }

    /// <summary>Says that the command line is not right.</summary>
    public static int Usage(ParseResult parsed)
    {
        foreach (var error in parsed.Errors) Say(error.Message);
        Console.Error.WriteLine(Language.Say($"Try: {Path(parsed)} --help", $"Tente: {Path(parsed)} --help"));
        return ExitCodes.Usage;
    }

    /// <summary>Writes one sentence to the error stream.</summary>
    public static void Say(string sentence) => Console.Error.WriteLine($"vislumbre: {sentence}");

    private static int CodeOf(VislumbreException e) => e switch
    {
        LibraryException => ExitCodes.Library,
        ModelException or ModelNotInstalledException or DeviceException => ExitCodes.Model,
        PhotoException or Sources.FetchException => ExitCodes.Picture,
        SearchException or Evaluation.EvaluationException or Sources.CaptionTableException or Features.FeatureFileException or Web.ServeException => ExitCodes.Usage,
        _ => ExitCodes.Failed,
    };

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult) names.Insert(0, result.Command.Name);
        names[0] = "vislumbre";
        return string.Join(' ', names);
    }
}
