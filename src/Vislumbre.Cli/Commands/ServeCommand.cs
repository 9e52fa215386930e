using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
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
        var port = new Option<int>("--port", "-p") { Description = Language.Say("The port on this machine (0: any that is free)", "A porta nesta máquina (0: qualquer uma livre)"), DefaultValueFactory = _ => new WebOptions().Port };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535) result.AddError(Language.Say("--port must be from 0 to 65535.", "--port deve ser de 0 a 65535."));
        });
        var command = new Command("serve", Language.Say("Serve the search page on this machine", "Servir a página de busca nesta máquina")) { port, library, model, device, allowPrivate };
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var photos = PhotoLibrary.Open(parsed.GetValue(library));
            using var encoder = new DualEncoder(await ModelChoice.OpenAsync(parsed.GetValue(model), photos.Catalog.Model, cancel), new EncoderOptions { Device = parsed.GetValue(device) });
            await using var app = WebServer.Build(photos, encoder, new WebOptions { Port = parsed.GetValue(port), Fetch = new FetchOptions { AllowPrivateAddresses = parsed.GetValue(allowPrivate) } });
            await app.StartAsync(cancel);
            Console.WriteLine(Language.Say($"Vislumbre is at {app.Urls.First()} (Ctrl-C stops it)", $"Vislumbre está em {app.Urls.First()} (Ctrl-C encerra)"));
            // The first search should not wait for the towers.
            var warming = Task.Run(() => encoder.Text.Encode("two dogs playing in the snow"), CancellationToken.None);
            await app.WaitForShutdownAsync(cancel);
            await warming; // a tower must not be closed while it runs
            return ExitCodes.Done;
        }, cancel));
        return command;
    }
}
