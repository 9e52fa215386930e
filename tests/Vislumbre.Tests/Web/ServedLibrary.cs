using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Testing;
using Vislumbre.Web;

namespace Vislumbre.Tests.Web;

/// <summary>A library of painted pictures behind the real server, in this process; shared by the tests that change nothing.</summary>
public sealed class ServedLibrary : IAsyncLifetime
{
    /// <summary>How many photos there are.</summary>
    public const int Photos = 24;

    private readonly TemporaryFolder _folder = new();
    private readonly List<WebApplication> _servers = [];

    /// <summary>The library.</summary>
    public PhotoLibrary Library { get; private set; } = null!;

    /// <summary>Its model.</summary>
    public DualEncoder Encoder { get; private set; } = null!;

    /// <summary>Asks the server that is open to this machine.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The folder of the photos.</summary>
    public string Folder => _folder.At("photos");

    /// <summary>A place for more photos.</summary>
    public string At(string path) => _folder.At(path);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        PaintedPictures.WriteFolder(Folder, Photos, width: 320);
        await File.WriteAllTextAsync(Path.Combine(Folder, "captions.tsv"), "file\tlanguage\tcaption\n" + string.Join('\n', Enumerable.Range(0, Photos).Select(i => $"painting-{i:0000}.jpg\ten\t{(i % 2 == 0 ? "a lake between mountains" : "trees under the moon")}")));
        Encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        Library = PhotoLibrary.Open(_folder.At("library"), create: true);
        await new PhotoIndexer(Library, Encoder).RunAsync([Folder]);
        Client = await ServeAsync(new WebOptions { Port = 0 });
    }

    /// <summary>Serves it in another way too.</summary>
    public async Task<HttpClient> ServeAsync(WebOptions options)
    {
        var server = WebServer.Build(Library, Encoder, options);
        _servers.Add(server);
        await server.StartAsync();
        return new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(server.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
    }

    /// <summary>What the server says in JSON.</summary>
    public async Task<JsonElement> GetAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(path);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        Client?.Dispose();
        Encoder?.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
