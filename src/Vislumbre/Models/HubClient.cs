using Vislumbre.Sources;

namespace Vislumbre.Models;

/// <summary>Fetches models of the catalogue from the hub: whole, checked, and only then in place.</summary>
public sealed class HubClient : IDisposable
{
    // What a file system needs besides the bytes themselves.
    private const long Margin = 16 << 20;

    private const string CommitFile = ".commit";

    private readonly HubOptions _options;
    private readonly ResumableDownload _download;

    /// <summary>Makes one.</summary>
    public HubClient(HubOptions? options = null)
    {
        _options = options ?? HubOptions.FromEnvironment();
        _download = new ResumableDownload(_options.Patience, _options.Token);
    }

    /// <summary>Fetches a model into a folder of its name. What an earlier try has fetched is kept and resumed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="modelsFolder">The store's folder.</param>
    /// <param name="progress">Told as bytes come, on the fetching thread.</param>
    /// <param name="cancellationToken">Stops; the next call resumes.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="ModelException">It cannot be had; the message says why and what to do.</exception>
    public async Task<string> PullAsync(KnownModel model, string modelsFolder, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var target = Path.Combine(Path.GetFullPath(modelsFolder), model.Name);
        if (IsInPlace(model, target)) return target;
        var partial = target + ".partial";
        try
        {
            Directory.CreateDirectory(partial);
            using var claim = Claim(target + ".lock", model);
            if (IsInPlace(model, target)) return target;
            CheckSpace(model, partial);
            model = await PinAsync(model, partial, cancellationToken).ConfigureAwait(false);
            var done = 0L;
            foreach (var file in model.Files)
            {
                var path = Place(partial, file);
                if (!await IsWholeAsync(path, file, cancellationToken).ConfigureAwait(false))
                {
                    var before = done;
                    await FetchAsync(model, file, path, bytes => progress?.Report(new PullProgress(file.Path, before + bytes, Total(model))), cancellationToken).ConfigureAwait(false);
                }

                done += new FileInfo(path).Length;
            }

            File.Delete(Path.Combine(partial, CommitFile));
            Directory.Move(partial, target);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(Language.Say(
                $"{partial} cannot be written: {e.Message} What has come so far is kept; the same command resumes.",
                $"{partial} não pode ser escrita: {e.Message} O que já veio fica guardado; o mesmo comando continua."), e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _download.Dispose();

    private static bool IsInPlace(KnownModel model, string target)
    {
        if (!Directory.Exists(target)) return false;
        var broken = model.Files.FirstOrDefault(file => new FileInfo(Place(target, file)) is var there && (!there.Exists || (file.Bytes is { } bytes && there.Length != bytes)));
        if (broken is null) return true;
        throw new ModelException(Language.Say(
            $"{target} is there, but its {broken.Path} is not whole: vislumbre model remove {model.Name}, then pull again.",
            $"{target} existe, mas {broken.Path} não está inteiro: vislumbre model remove {model.Name}, depois busque de novo."));
    }

    // A branch moves: its files are taken from the one commit that it is at when the first is fetched, in later runs too.
    private async Task<KnownModel> PinAsync(KnownModel model, string partial, CancellationToken cancellationToken)
    {
        if (model.Sources[0].Revision != "main") return model;
        var noted = Path.Combine(partial, CommitFile);
        if (!File.Exists(noted)) await File.WriteAllTextAsync(noted, await CommitAsync(Address(model.Sources[0], model.Files[0]), cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var commit = await File.ReadAllTextAsync(noted, cancellationToken).ConfigureAwait(false);
        return model with { Sources = [model.Sources[0] with { Revision = commit }] };
    }

    private async Task<string> CommitAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _download.HeadAsync(address, cancellationToken).ConfigureAwait(false);
            if (response.Headers.TryGetValues("X-Repo-Commit", out var commits) && commits.First() is { Length: 40 } commit && commit.All(char.IsAsciiHexDigit)) return commit;
            throw new ModelException(Language.Say($"{address} ({(int)response.StatusCode}) does not tell its commit.", $"{address} ({(int)response.StatusCode}) não diz o seu commit."));
        }
        catch (DownloadException e)
        {
            throw Explain(e, address);
        }
    }

    private static ModelException Explain(DownloadException e, Uri address) => new(
        e.Status is 401 or 403
            ? Language.Say($"{address} may not be read ({e.Status}): set HF_TOKEN to a token that may.", $"{address} não pode ser lido ({e.Status}): defina HF_TOKEN com um token que possa.")
            : e.Message,
        e);

    private Uri Address(ModelSource source, ModelFile file) =>
        new(_options.Endpoint, $"{_options.Endpoint.AbsolutePath.TrimEnd('/')}/{source.Repository}/resolve/{source.Revision}/{source.Prefix}{file.Path}");

    private async Task FetchAsync(KnownModel model, ModelFile file, string path, Action<long> progress, CancellationToken cancellationToken)
    {
        ModelException? last = null;
        foreach (var source in model.Sources.Where(source => source.Has(file)))
        {
            var address = Address(source, file);
            try
            {
                await _download.FetchAsync(address, new ExpectedFile(file.Bytes, file.Sha256), path, progress, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DownloadException e)
            {
                last = Explain(e, address); // the same file may stand elsewhere
            }
        }

        throw last!;
    }

    private void CheckSpace(KnownModel model, string partial)
    {
        var there = model.Files.Sum(file => new FileInfo(Place(partial, file)) is { Exists: true } whole ? whole.Length
            : new FileInfo(Place(partial, file) + ResumableDownload.PartSuffix) is { Exists: true } part ? part.Length : 0);
        var needed = Total(model) - there + Margin;
        var free = _options.FreeBytes(partial);
        if (free >= needed) return;
        throw new ModelException(Language.Say(
            $"{model.Name} needs {needed / 1e6:N0} MB in {partial}; {free / 1e6:N0} MB are free. Make room, or set VISLUMBRE_MODELS to a folder on another disk.",
            $"{model.Name} precisa de {needed / 1e6:N0} MB em {partial}; há {free / 1e6:N0} MB livres. Abra espaço, ou aponte VISLUMBRE_MODELS para uma pasta em outro disco."));
    }

    private static long Total(KnownModel model) => Math.Max(model.Files.Sum(file => file.Bytes ?? 0), model.TotalBytes ?? 0);

    private static FileStream Claim(string path, KnownModel model)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new ModelException(Language.Say($"{model.Name} is being fetched by another vislumbre: wait until it ends.", $"{model.Name} está sendo buscado por outro vislumbre: espere que termine."), e);
        }
    }

    private static async Task<bool> IsWholeAsync(string path, ModelFile file, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) || (file.Bytes is { } bytes && new FileInfo(path).Length != bytes)) return false;
        return file.Sha256 is null || await ResumableDownload.HashAsync(path, cancellationToken).ConfigureAwait(false) == file.Sha256;
    }

    private static string Place(string folder, ModelFile file)
    {
        var path = Path.GetFullPath(Path.Combine(folder, file.Path));
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new ArgumentException($"{file.Path} leads out of the model's folder.", nameof(file));
        return path;
    }
}
