using System.Diagnostics;
using Spectre.Console;
using Vislumbre.Indexing;
using Vislumbre.Models;

namespace Vislumbre.Cli;

/// <summary>Fetches a model and shows how far it is.</summary>
internal static class ModelPull
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    /// <summary>Fetches; gives the model's folder.</summary>
    public static async Task<string> RunAsync(ModelStore store, KnownModel model, CancellationToken cancellationToken)
    {
        using var hub = new HubClient();
        if (!Terminal.IsSeen)
        {
            var since = Stopwatch.StartNew();
            var shown = 0L;
            return await hub.PullAsync(model, store.Folder, new Telling<PullProgress>(now =>
            {
                if (since.Elapsed < LineEvery) return;
                var rate = (now.DoneBytes - shown) / since.Elapsed.TotalSeconds;
                var left = rate > 0 ? TimeSpan.FromSeconds(Math.Max(now.TotalBytes - now.DoneBytes, 0) / rate) : TimeSpan.Zero;
                shown = now.DoneBytes;
                since.Restart();
                Console.WriteLine(Language.Say(
                    $"{now.File}: {now.DoneBytes / 1e6:N0}/{now.TotalBytes / 1e6:N0} MB, {rate / 1e6:N1} MB/s, {Terminal.Say(left)} left",
                    $"{now.File}: {now.DoneBytes / 1e6:N0}/{now.TotalBytes / 1e6:N0} MB, {rate / 1e6:N1} MB/s, faltam {Terminal.Say(left)}"));
            }), cancellationToken);
        }

        return await AnsiConsole.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(model.Name);
                return await hub.PullAsync(model, store.Folder, new Telling<PullProgress>(now =>
                {
                    bar.MaxValue = Math.Max(now.TotalBytes, now.DoneBytes);
                    bar.Value = now.DoneBytes;
                    bar.Description = now.File.EscapeMarkup();
                }), cancellationToken);
            });
    }
}
