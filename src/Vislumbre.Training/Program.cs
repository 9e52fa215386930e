using System.CommandLine;
using Vislumbre.Training;

Allocator.KeepMemory();
var parsed = TrainCommand.Create().Parse(args.Length == 0 ? ["--help"] : args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine($"vislumbre-train: {error.Message}");
    Console.Error.WriteLine(Vislumbre.Language.Say("Try: vislumbre-train --help", "Tente: vislumbre-train --help"));
    return 2;
}

// Stopping waits for the step that is under way and for its checkpoint.
return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
