using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Searching;
using Vislumbre.Sources;
using Vislumbre.Web;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre serve</c></summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var library = SharedOptions.Library();
        var vectors = SharedOptions.Vectors();
        var model = SharedOptions.Model();
        var towers = new TowerSettings();
        var allowPrivate = SharedOptions.AllowPrivateAddresses();
        var port = SharedOptions.Port();
        var listen = new Option<string>("--listen")
        {
            Description = Language.Say("The address to listen on; beyond this machine it takes --token or --trust-header", "O endereço em que escutar; além desta máquina exige --token ou --trust-header"),
            HelpName = "IP",
            DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
        };
        var token = new Option<string?>("--token")
        {
            Description = Language.Say($"What everybody must know who comes, at least {WebOptions.ShortestToken} characters (default: $VISLUMBRE_TOKEN)", $"O que deve saber quem vem, ao menos {WebOptions.ShortestToken} caracteres (padrão: $VISLUMBRE_TOKEN)"),
            HelpName = Language.Say("TOKEN", "TOKEN"),
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("VISLUMBRE_TOKEN"),
        };
        var header = new Option<string?>("--trust-header")
        {
            Description = Language.Say("The header in which your reverse proxy names whom it has let in; nobody else must reach this port", "O cabeçalho em que seu proxy reverso diz quem deixou entrar; ninguém mais pode alcançar esta porta"),
            HelpName = Language.Say("HEADER", "CABEÇALHO"),
        };
        var hosts = new Option<string[]>("--host")
        {
            Description = Language.Say("The name by which the proxy of --trust-header asks for it", "O nome pelo qual o proxy de --trust-header pede por ele"),
            HelpName = Language.Say("NAME", "NOME"),
        };
        var idle = SharedOptions.Number("--idle", 0, 0, 100_000, Language.Say("Minutes without use after which the model leaves memory; the next search loads it again (0: never)", "Minutos sem uso após os quais o modelo sai da memória; a próxima busca o carrega de novo (0: nunca)"));
        var command = new Command("serve", Language.Say("Serve page and HTTP API on this machine", "Servir página e API HTTP nesta máquina")) { port, listen, token, header, hosts, library, vectors, model, idle, allowPrivate };
        towers.AddTo(command);
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var options = new WebOptions
            {
                Port = parsed.GetValue(port),
                Address = Address(parsed.GetValue(listen)!),
                Token = parsed.GetValue(token) is { Length: > 0 } said ? said : null,
                TrustedHeader = parsed.GetValue(header),
                Hosts = parsed.GetValue(hosts) ?? [],
                Fetch = new FetchOptions { AllowPrivateAddresses = parsed.GetValue(allowPrivate) },
            };
            options.Check();
            // The first photos may come by the page. Without a model nothing is made: no empty library is left behind.
            var place = parsed.GetValue(library);
            using var encoder = new DualEncoder(await ModelChoice.OpenAsync(parsed.GetValue(model), ModelChoice.Of(place), cancel), towers.Of(parsed) with { Idle = parsed.GetValue(idle) is > 0 and var minutes ? TimeSpan.FromMinutes(minutes) : null });
            var photos = LibraryChoice.Open(place, create: true, parsed.GetValue(vectors));
            await RunAsync(photos, encoder, options, cancel);
            return ExitCodes.Done;
        }, cancel));
        return command;
    }

    private static IPAddress Address(string written) => written switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.TryParse(written, out var address) ? address : throw new ServeException(Language.Say(
            $"--listen {written}: an IP address is meant, such as 0.0.0.0 for all of this machine's.", $"--listen {written}: espera-se um endereço IP, como 0.0.0.0 para todos os desta máquina.")),
    };

    /// <summary>Serves until it is stopped.</summary>
    /// <param name="photos">The library.</param>
    /// <param name="encoder">Its model.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="shown">A path with a query to open in the person's browser; null for none.</param>
    public static async Task RunAsync(PhotoLibrary photos, DualEncoder encoder, WebOptions options, CancellationToken cancel, string? shown = null)
    {
        await using var app = WebServer.Build(photos, encoder, options);
        await app.StartAsync(cancel);
        Console.WriteLine(Language.Say($"Vislumbre is at {app.Urls.First()} (Ctrl-C stops it)", $"Vislumbre está em {app.Urls.First()} (Ctrl-C encerra)"));
        if (shown is not null) Browser.Open(app.Urls.First() + shown);
        // The first search should not wait for the towers.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.Lifetime.ApplicationStopping);
        var warming = Task.Run(() => encoder.Text.Encode("two dogs playing in the snow"), CancellationToken.None);
        var preparing = app.Services.GetRequiredService<PhotoSearcher>().PrepareStrengthsAsync(cancellationToken: stop.Token);
        var tidying = TidyAsync(photos, encoder.Model.Identity.Dimension, stop.Token);
        await app.WaitForShutdownAsync(cancel);
        await tidying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await preparing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // stopped or done: a tower must not be closed while it runs
        await warming;
    }

    // While photos are being added the index grows in small blocks: now and then it is written anew, beside the searches.
    private static async Task TidyAsync(PhotoLibrary photos, int dimension, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                await Task.Run(() => photos.Nearest.Tidy(dimension, cancellationToken: cancel), cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
            {
                Complaint.Say(e.Message); // and the next minute may be better
            }
        }
    }
}
