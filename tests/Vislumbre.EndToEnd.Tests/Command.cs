using System.Diagnostics;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>The real command in a process of its own, with a home of its own.</summary>
internal sealed class Command
{
    private readonly Dictionary<string, string> _environment;

    /// <summary>Makes one whose library and caches are under a folder.</summary>
    public Command(string home, string language = "en_US.UTF-8") => _environment = new()
    {
        ["HOME"] = home,
        ["XDG_DATA_HOME"] = Path.Combine(home, "data"),
        ["XDG_CACHE_HOME"] = Path.Combine(home, "cache"),
        ["VISLUMBRE_LIBRARY"] = Path.Combine(home, "library"),
        ["VISLUMBRE_MODELS"] = Path.Combine(home, "models"),
        ["HF_HUB_CACHE"] = Path.Combine(home, "hub"),
        ["LANG"] = language,
        ["LC_ALL"] = language,
    };

    /// <summary>Sets a variable.</summary>
    public Command With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Starts it.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, StandardOutputEncoding = System.Text.Encoding.UTF8, StandardErrorEncoding = System.Text.Encoding.UTF8 };
        start.ArgumentList.Add(Assembly());
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    // Built beside the tests in the same configuration.
    private static string Assembly()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        var build = Path.Combine(root.Parent!.Name, root.Name);
        while (!File.Exists(Path.Combine(root!.FullName, "Vislumbre.slnx"))) root = root.Parent;
        return Path.Combine(root.FullName, "src", "Vislumbre.Cli", "bin", build, "Vislumbre.Cli.dll");
    }
}
