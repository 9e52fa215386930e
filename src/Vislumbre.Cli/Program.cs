using System.CommandLine;
using Vislumbre.Cli;
using Vislumbre.Cli.Commands;

var root = new RootCommand(Vislumbre.Language.Say(
    "Vislumbre finds photographs by what they show.",
    "Vislumbre encontra fotografias pelo que elas mostram."))
{
    DemoCommand.Create(),
    IndexCommand.Create(),
    PullCommand.Create(),
    SearchCommand.Create(),
    SimilarCommand.Create(),
    ShowCommand.Create(),
    DuplicatesCommand.Create(),
    ServeCommand.Create(),
    ImportCommand.Create(),
    ExportCommand.Create(),
    LibraryCommand.Create(),
    EngineCommand.Create(),
    EvaluateCommand.Create(),
    ModelCommand.Create(),
    ScenesCommand.Create(),
    DoctorCommand.Create(),
};

var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
return parsed.Errors.Count > 0 ? Complaint.Usage(parsed) : await parsed.InvokeAsync(new InvocationConfiguration
{
    // Complaint turns what is thrown into a sentence and an exit code; stopping waits for the batch that is being committed.
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
});
