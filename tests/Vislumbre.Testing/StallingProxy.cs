using System.Net;
using System.Net.Sockets;

namespace Vislumbre.Testing;

/// <summary>A connection of ours to a server that can be made to stall, as a network does whose other end is gone, or to dribble.</summary>
public sealed class StallingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _to;
    private volatile bool _isStalled;

    /// <summary>Listens on a free port, for what listens on <paramref name="to"/>.</summary>
    public StallingProxy(int to)
    {
        _to = to;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether nothing goes through.</summary>
    public bool IsStalled { get => _isStalled; set => _isStalled = value; }

    /// <summary>How many bytes go through at once, with <see cref="Pause"/> after them.</summary>
    public int Piece { get; init; } = 1 << 16;

    /// <summary>The time between two pieces.</summary>
    public TimeSpan Pause { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _to, _stop.Token);
            _ = PumpAsync(client, server);
            _ = PumpAsync(server, client);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        try
        {
            var buffer = new byte[1 << 16];
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
            {
                for (var start = 0; start < read; start += Piece)
                {
                    while (IsStalled) await Task.Delay(20, _stop.Token);
                    await to.GetStream().WriteAsync(buffer.AsMemory(start, Math.Min(Piece, read - start)), _stop.Token);
                    await Task.Delay(Pause, _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One end is closed: so is the other.
        }

        from.Dispose();
        to.Dispose();
    }
}
