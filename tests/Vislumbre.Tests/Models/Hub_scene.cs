using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Vislumbre.Models;
using Vislumbre.Sources;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Models;

/// <summary>A model of two files on a hub of our own on loopback.</summary>
public abstract class Hub_scene : IDisposable
{
    private protected readonly TemporaryFolder _folder = new();
    private protected readonly byte[] _weights = RandomNumberGenerator.GetBytes(300_000);
    private readonly byte[] _config = "{}"u8.ToArray();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<string> PullAsync(LoopbackServer hub, Func<HubOptions, HubOptions>? change = null, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new HubOptions { Endpoint = hub.Address, Patience = new DownloadPatience { MaximumAttempts = 3, FirstDelay = TimeSpan.FromMilliseconds(5) } };
        var client = new HubClient(change is null ? options : change(options));
        return client.PullAsync(Model(), _folder.Path, progress, cancellationToken).ContinueWith(pull =>
        {
            client.Dispose();
            return pull;
        }, TaskScheduler.Default).Unwrap();
    }

    private protected KnownModel Model() => new()
    {
        Name = "test-model",
        Summary = "",
        SummaryPortuguese = "",
        Sources = [new ModelSource("owner/name", "commit"), new ModelSource("other/name", "later", "sub/", "model.safetensors")],
        Files =
        [
            new ModelFile("config.json"),
            new ModelFile("model.safetensors", _weights.Length, Convert.ToHexStringLower(SHA256.HashData(_weights))),
        ],
        Languages = "en",
        License = "MIT",
        Dimension = 4,
        TotalBytes = null,
    };

    private protected static bool IsWeights(HttpContext context) => context.Request.Path.Value!.EndsWith("model.safetensors", StringComparison.Ordinal);

    private protected Task Answer(HttpContext context) => LoopbackServer.SendAsync(context, IsWeights(context) ? _weights : _config);

    private protected sealed class Watch(Action<PullProgress> show) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => show(value);
    }
}
