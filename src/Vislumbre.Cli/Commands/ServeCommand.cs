using System.CommandLine;
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
        var model = SharedOptions.Model();
        var device = SharedOptions.Device();
        var allowPrivate = SharedOptions.AllowPrivateAddresses();
        var port = SharedOptions.Port();
        var command = new Command("serve", Language.Say("Serve the search page on this machine", "Servir a página de busca nesta máquina")) { port, library, model, device, allowPrivate };
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var photos = LibraryChoice.Open(parsed.GetValue(library));
            using var encoder = new DualEncoder(await ModelChoice.OpenAsync(parsed.GetValue(model), photos.Catalog.Model, cancel), new EncoderOptions { Device = parsed.GetValue(device) });
            await RunAsync(photos, encoder, new WebOptions { Port = parsed.GetValue(port), Fetch = new FetchOptions { AllowPrivateAddresses = parsed.GetValue(allowPrivate) } }, cancel);
            return ExitCodes.Done;
        }, cancel));
        return command;
    }

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
                await Task.Run(() => photos.Vectors.Compact(dimension, cancellationToken: cancel), cancel);
            }
            catch (Exception e) when (e is VislumbreException or IOException)
            {
                Complaint.Say(e.Message); // and the next minute may be better
            }
        }
    }
}
