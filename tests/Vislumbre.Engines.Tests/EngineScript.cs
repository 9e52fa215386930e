using System.Diagnostics;

namespace Vislumbre.Engines.Tests;

/// <summary>The scripts that install and start the engines, eng/engines.</summary>
internal static class EngineScript
{
    /// <summary>Runs one.</summary>
    /// <returns>What it printed last, and whether it succeeded.</returns>
    public static (string Said, bool IsDone) Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Folder(), script), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["VISLUMBRE_ENGINES_WAIT"] = "60";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode == 0 ? said.Split('\n')[^1] : $"{said}\n{errors.Result}".Trim(), process.ExitCode == 0);
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vislumbre.slnx"))) return Path.Combine(folder.FullName, "eng", "engines");
        }

        throw new DirectoryNotFoundException("The tests do not run inside the project.");
    }
}
