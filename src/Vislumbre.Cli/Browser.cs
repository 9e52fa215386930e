using System.ComponentModel;
using System.Diagnostics;

namespace Vislumbre.Cli;

/// <summary>The person's own browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address; where no browser can be started the address is said.</summary>
    public static void Open(string address)
    {
        try
        {
            using var started = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            Console.WriteLine(Language.Say($"No browser could be opened; go to {address}", $"Não se pôde abrir um navegador; vá a {address}"));
        }
    }
}
