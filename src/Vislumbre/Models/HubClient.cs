namespace Vislumbre.Models;

/// <summary>Fetches models of the catalogue from the hub: whole, checked, and only then in place.</summary>
public sealed class HubClient : IDisposable
{
    // What a file system needs besides the bytes themselves.
    private const long Margin = 16 << 20;

    private readonly HubOptions _options;
    private readonly HubDownload _download;

    /// <summary>Makes one.</summary>
    public HubClient(HubOptions? options = null)
    {
        _options = options ?? HubOptions.FromEnvironment();
        _download = new HubDownload(_options);
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
        if (Directory.Exists(target)) return target;
        var partial = target + ".partial";
        try
        {
            Directory.CreateDirectory(partial);
            using var claim = Claim(target + ".lock", model);
            if (Directory.Exists(target)) return target;
            CheckSpace(model, partial);
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

    private async Task FetchAsync(KnownModel model, ModelFile file, string path, Action<long> progress, CancellationToken cancellationToken)
    {
        ModelException? last = null;
        foreach (var source in model.Sources.Where(source => source.Has(file)))
        {
            var address = new Uri(_options.Endpoint, $"{_options.Endpoint.AbsolutePath.TrimEnd('/')}/{source.Repository}/resolve/{source.Revision}/{source.Prefix}{file.Path}");
            try
            {
                await _download.FetchAsync(address, file, path, progress, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ModelException e)
            {
                last = e; // the same file may stand elsewhere
            }
        }

        throw last!;
    }

    private void CheckSpace(KnownModel model, string partial)
    {
        var there = model.Files.Sum(file => new FileInfo(Place(partial, file)) is { Exists: true } whole ? whole.Length
            : new FileInfo(Place(partial, file) + HubDownload.PartSuffix) is { Exists: true } part ? part.Length : 0);
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
        catch (IOException e)
        {
            throw new ModelException(Language.Say($"{model.Name} is being fetched by another vislumbre: wait until it ends.", $"{model.Name} está sendo buscado por outro vislumbre: espere que termine."), e);
        }
    }

    private static async Task<bool> IsWholeAsync(string path, ModelFile file, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) || (file.Bytes is { } bytes && new FileInfo(path).Length != bytes)) return false;
        return file.Sha256 is null || await HubDownload.HashAsync(path, cancellationToken).ConfigureAwait(false) == file.Sha256;
    }

    private static string Place(string folder, ModelFile file)
    {
        var path = Path.GetFullPath(Path.Combine(folder, file.Path));
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new ArgumentException($"{file.Path} leads out of the model's folder.", nameof(file));
        return path;
    }
}
