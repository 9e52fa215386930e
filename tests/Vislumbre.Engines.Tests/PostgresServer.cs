using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Vislumbre.Engines.Tests.PostgresServer))]

namespace Vislumbre.Engines.Tests;

/// <summary>A real PostgreSQL with pgvector, started once for all tests; each test has a database of its own.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly string _folder;
    private readonly bool _isThere;
    private readonly string _reason;
    private int _databases;

    /// <summary>Starts it where it is installed.</summary>
    public PostgresServer()
        : this(Path.Combine(Path.GetTempPath(), $"vislumbre-postgres-{Environment.ProcessId}"))
    {
    }

    /// <summary>Starts one in a folder.</summary>
    internal PostgresServer(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        Port = FreePort();
        (_reason, _isThere) = Launch();
        // Where nothing may be missing, what is missing is a failure.
        if (!_isThere && Environment.GetEnvironmentVariable("CI") == "true") throw new InvalidOperationException($"PostgreSQL could not be started: {_reason}");
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Skips a test where there is no PostgreSQL.</summary>
    public void MustBeThere() => Assert.SkipUnless(_isThere, $"PostgreSQL could not be started: {_reason}");

    /// <summary>The address of a new, empty database.</summary>
    public string NewDatabase()
    {
        MustBeThere();
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=vislumbre;Database=vislumbre;Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return $"postgres://vislumbre@127.0.0.1:{Port}/{name}";
    }

    /// <summary>kill -9 of the server and all of its processes.</summary>
    public void Kill() => Assert.True(EngineScript.Run("postgres", "kill", _folder).IsDone);

    /// <summary>Starts it again.</summary>
    public void Start()
    {
        var (said, isDone) = Launch();
        Assert.True(isDone, said);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EngineScript.Run("postgres", "kill", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    // Each test has a database, and with it a pool of connections that outlives it by some minutes.
    private (string Said, bool IsDone) Launch() => EngineScript.Run("postgres", "start", _folder, $"{Port}", "-c", "max_connections=500");

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
