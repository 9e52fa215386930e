using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Vislumbre.Testing;

namespace Vislumbre.Engines.Tests;

/// <summary>A real server, or a cluster of four, in a folder of its own, started by <c>eng/engines</c>.</summary>
public sealed class RedisServer : IDisposable
{
    private const int FirstPort = 27000;
    private const int LastPort = 27990;

    private static int Next = Random.Shared.Next(FirstPort, LastPort);

    private readonly TemporaryFolder _folder = new();
    private readonly string _kind;

    private RedisServer(string kind, bool cluster)
    {
        Assert.SkipWhen(!IsInstalled(kind) && Environment.GetEnvironmentVariable("CI") != "true", $"needs {kind}: run eng/engines/install {kind}");
        (_kind, Port) = (kind, FreePorts(cluster ? 4 : 1));
        Address = Run(cluster ? "cluster" : "start", _folder.Path, $"{Port}").Trim();
    }

    /// <summary>Where it is: <c>redis://…</c>.</summary>
    public string Address { get; }

    /// <summary>Its port; the first of a cluster's.</summary>
    public int Port { get; }

    /// <summary>Starts Redis.</summary>
    public static RedisServer Start() => new("redis", cluster: false);

    /// <summary>Starts three primaries and a replica of the first.</summary>
    public static RedisServer StartCluster() => new("redis", cluster: true);

    /// <summary>Starts Garnet.</summary>
    public static RedisServer StartGarnet() => new("garnet", cluster: false);

    /// <summary>Ends it, or a node of the cluster, with SIGKILL.</summary>
    public void Kill(int? node = null) => Run("kill", FolderOf(node));

    /// <summary>Starts it, or a node of the cluster, where it was.</summary>
    public void StartAgain(int? node = null) => Run("start", FolderOf(node), $"{node ?? Port}");

    /// <summary>Sends it a signal, such as STOP and CONT.</summary>
    public void Signal(string signal, int? node = null)
    {
        using var process = Process.Start("kill", [$"-{signal}", File.ReadAllText(Path.Combine(FolderOf(node), "pid")).Trim()]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Address is not null) Run("kill", _folder.Path);
        _folder.Dispose();
    }

    private static bool IsInstalled(string kind)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set ? set : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var engines = Environment.GetEnvironmentVariable("VISLUMBRE_ENGINES") is { Length: > 0 } named ? named : Path.Combine(cache, "vislumbre-engines");
        return OperatingSystem.IsLinux() && File.Exists(Path.Combine(engines, kind, $"{kind}-server"));
    }

    private string FolderOf(int? node) => node is { } port ? _folder.At(port.ToString(CultureInfo.InvariantCulture)) : _folder.Path;

    private string Run(params string[] arguments)
    {
        var (said, isDone) = EngineScript.Run(_kind, arguments);
        Assert.True(isDone, $"{_kind} {string.Join(' ', arguments)}: {said}");
        return said;
    }

    // Tests run beside each other, and beside other programs.
    private static int FreePorts(int count)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var first = Interlocked.Add(ref Next, count) - count;
            first = FirstPort + (first - FirstPort) % (LastPort - FirstPort);
            if (Enumerable.Range(first, count).All(port => IsFree(port) && (count == 1 || IsFree(port + 10_000)))) return first;
        }

        throw new InvalidOperationException($"no free ports from {FirstPort} to {LastPort}");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
