using System.Diagnostics;

namespace Vislumbre.Tests.Models;

/// <summary>The system's own PyTorch, so that the reader is tested against files it did not write itself.</summary>
internal static class PyTorch
{
    public const string Reason = "needs /usr/bin/python3 with torch (Debian: python3-torch)";

    private const string Interpreter = "/usr/bin/python3";

    private static readonly Lazy<bool> Present = new(() => File.Exists(Interpreter) && Start("import torch", "/").ExitCode == 0);

    /// <summary>Whether a test may be skipped: not in CI, where an absent PyTorch is a failure.</summary>
    public static bool IsAbsent => Environment.GetEnvironmentVariable("CI") != "true" && !Present.Value;

    /// <summary>Runs a program with <c>torch</c> imported in a folder, and fails the test with what it said if it fails.</summary>
    public static void Run(string folder, string program)
    {
        var (exitCode, said) = Start("import torch\n" + program, folder);
        Assert.True(exitCode == 0, said);
    }

    private static (int ExitCode, string Said) Start(string program, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(Interpreter, ["-c", program])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
