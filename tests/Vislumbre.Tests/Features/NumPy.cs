using System.Diagnostics;

namespace Vislumbre.Tests.Features;

/// <summary>The system's own NumPy and pandas, so that files are exchanged with what they are for.</summary>
internal static class NumPy
{
    public const string Reason = "needs /usr/bin/python3 with numpy and pandas (Debian: python3-numpy, python3-pandas)";

    private const string Interpreter = "/usr/bin/python3";

    private static readonly Lazy<bool> Present = new(() => File.Exists(Interpreter) && Start("import numpy, pandas", "/").ExitCode == 0);

    /// <summary>Whether a test may be skipped: not in CI, where they must be there.</summary>
    public static bool IsAbsent => Environment.GetEnvironmentVariable("CI") != "true" && !Present.Value;

    /// <summary>Runs a program with <c>np</c> and <c>pd</c> in a folder, and fails the test with what it said if it fails.</summary>
    public static void Run(string folder, string program)
    {
        var (exitCode, said) = Start("import numpy as np, pandas as pd\n" + program, folder);
        Assert.True(exitCode == 0, said);
    }

    private static (int ExitCode, string Said) Start(string program, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(Interpreter, ["-c", program]) { WorkingDirectory = folder, RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
