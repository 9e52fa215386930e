using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Searching;

namespace Vislumbre.Web.Jobs;

/// <summary>Indexes folders beside the searches, one run at a time, and tells whoever looks how far it is. Thread-safe.</summary>
internal sealed class IndexingJobs(PhotoLibrary library, DualEncoder encoder, PhotoSearcher searcher, ILogger<IndexingJobs> log) : IAsyncDisposable
{
    private const int ShownFailures = 100;
    private readonly Lock _gate = new();
    private CancellationTokenSource _stop = new();
    private TaskCompletionSource _changed = NewSignal();
    private Task _run = Task.CompletedTask;
    private JobState? _state;

    /// <summary>The run that goes on, or the last one; null before the first.</summary>
    public JobState? State
    {
        get
        {
            lock (_gate) return _state;
        }
    }

    /// <summary>Begins to index files and folders.</summary>
    /// <exception cref="LibraryException">One is not there, or a run goes on already.</exception>
    public JobState Start(IReadOnlyList<string?> named, bool retryFailed)
    {
        List<string> paths = [.. named.DefaultIfEmpty().Select(Checked)];
        lock (_gate)
        {
            if (_state is { IsRunning: true })
                throw new LibraryException(LibraryFault.Busy, Language.Say("Photos are being indexed already: wait, or stop that run.", "Já se está indexando: espere, ou pare essa execução."));
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            var state = _state = new JobState((_state?.Id ?? 0) + 1, paths, JobStage.Looking, 0, 0, 0, null, [], null);
            var (stop, language) = (_stop.Token, System.Globalization.CultureInfo.CurrentUICulture);
            _run = Task.Run(() => RunAsync(state, retryFailed, language, stop), CancellationToken.None);
            Signal();
            return state;
        }
    }

    /// <summary>Stops the run; what is encoded stays, and the next run goes on.</summary>
    public void Stop()
    {
        lock (_gate) _stop.Cancel();
    }

    /// <summary>The state now, and again whenever it changes, some times a second at most, as long as somebody looks.</summary>
    public async IAsyncEnumerable<JobState?> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            JobState? state;
            lock (_gate) (changed, state) = (_changed.Task, _state);
            yield return state;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested) yield break;
            await Task.Delay(200, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static string Checked(string? path)
    {
        path = path?.Trim() is { Length: > 0 } said ? said : throw new LibraryException(LibraryFault.Unusable, Language.Say("Say which folder.", "Diga qual pasta."));
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal)) path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        if (!Path.IsPathFullyQualified(path)) throw new LibraryException(LibraryFault.Unusable, Language.Say("Name the folder by its whole path.", "Indique a pasta por seu caminho inteiro."));
        if (!Directory.Exists(path) && !File.Exists(path)) throw new LibraryException(LibraryFault.Unusable, Language.Say($"There is no folder {path}.", $"Não há pasta {path}."));
        return path;
    }

    private async Task RunAsync(JobState state, bool retryFailed, System.Globalization.CultureInfo language, CancellationToken stop)
    {
        System.Globalization.CultureInfo.CurrentUICulture = language;
        try
        {
            var progress = new Telling<IndexProgress>(now => Change(state => state with { Stage = now.Stage == IndexStage.Encoding ? JobStage.Encoding : JobStage.Pictures, Total = now.Total, Done = now.Done, Rate = Math.Round(now.Rate, 1), SecondsLeft = now.Left?.TotalSeconds }));
            var report = await new PhotoIndexer(library, encoder, new IndexOptions { RetryFailed = retryFailed }).RunAsync(state.Paths, progress, stop);
            Change(state => state with { Stage = JobStage.Tidying, Failed = [.. report.Failed.Take(ShownFailures)], SecondsLeft = null });
            if (!report.Stopped)
            {
                library.Nearest.Tidy(encoder.Model.Identity.Dimension, cancellationToken: stop);
                new AlikePhotos(library.Catalog).Find(stop);
                await searcher.PrepareStrengthsAsync(cancellationToken: stop);
            }

            Change(state => state with
            {
                Stage = report.Stopped ? JobStage.Stopped : JobStage.Done,
                Message = Language.Say(
                    $"{report.Indexed:N0} new, {report.Moved + report.Copied:N0} moved or copied, {report.Unchanged:N0} as they were, {report.Missing:N0} gone, {report.Failed.Count:N0} failed.",
                    $"{report.Indexed:N0} novas, {report.Moved + report.Copied:N0} movidas ou copiadas, {report.Unchanged:N0} como estavam, {report.Missing:N0} sumiram, {report.Failed.Count:N0} falharam."),
            });
        }
        catch (OperationCanceledException)
        {
            Change(state => state with { Stage = JobStage.Stopped });
        }
        catch (Exception e) when (e is VislumbreException or IOException or UnauthorizedAccessException)
        {
            Change(state => state with { Stage = JobStage.Failed, Message = e.Message });
        }
        catch (Exception e)
        {
            // Whatever it was, the run is over and the next one may begin.
            Unforeseen.Log(log, e);
            Change(state => state with { Stage = JobStage.Failed, Message = Unforeseen.Sentence });
        }
    }

    private void Change(Func<JobState, JobState> change)
    {
        lock (_gate)
        {
            _state = change(_state!);
            Signal();
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
