using System.CommandLine;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Sources;

namespace Vislumbre.Cli;

/// <summary>The options of fetching that every source has.</summary>
internal sealed class PullSettings
{
    private readonly Option<int> _parallel = SharedOptions.Number("--parallel", new DownloadOptions().Parallel, 1, 1024, Language.Say("How many photos at a time", "Quantas fotos ao mesmo tempo"));
    private readonly Option<bool> _index = new("--index") { Description = Language.Say("Index the photos while they come, so that they can be found", "Indexar as fotos enquanto chegam, para que possam ser encontradas") };
    private readonly Option<bool> _queue = new("--queue") { Description = Language.Say("Leave fetching and encoding to workers: addresses are put into the queue, photos stay known by them (a library in PostgreSQL)", "Deixar a busca e a codificação aos trabalhadores: os endereços entram na fila, as fotos ficam conhecidas por eles (biblioteca em PostgreSQL)") };
    private readonly Option<bool> _retryGone = new("--retry-gone") { Description = Language.Say("Ask again for photos that were gone (404, 410) before; with --queue also for those that could not be read", "Pedir de novo as fotos que já não existiam (404, 410); com --queue também as que não puderam ser lidas") };
    private readonly Option<int> _batch = SharedOptions.Batch(Language.Say("Photos encoded and committed together", "Fotos codificadas e gravadas juntas"));
    private readonly Option<string?> _model = SharedOptions.Model();
    private readonly TowerSettings _towers = new();
    private readonly Option<bool> _private = SharedOptions.AllowPrivateAddresses();

    public Option<string?> To { get; } = new("--to") { Description = Language.Say("The folder for tables and photos", "A pasta para tabelas e fotos"), HelpName = Language.Say("FOLDER", "PASTA") };

    public Option<string?> FailedTo { get; } = new("--failed-to") { Description = Language.Say("Write the photos that could not be had, with reasons, to this file", "Escrever neste arquivo as fotos que não puderam ser obtidas, com os motivos"), HelpName = Language.Say("FILE", "ARQUIVO") };

    /// <summary>Whether workers shall fetch.</summary>
    public bool Queues(ParseResult parsed) => parsed.GetValue(_queue);

    /// <summary>Makes sure that the list of failures can be written, and that there can be a queue: hours later is too late.</summary>
    public void Check(ParseResult parsed)
    {
        if (Queues(parsed)) LibraryChoice.Shared(parsed.GetValue(Library));
        if (parsed.GetValue(FailedTo) is { } path && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new VislumbreException(Language.Say($"There is no folder for {path}.", $"Não existe a pasta de {path}."));
    }

    public Option<string?> Library { get; } = SharedOptions.Library();

    public Option<bool> Json { get; } = SharedOptions.Json();

    private Option<int>? Width { get; set; }

    private Option<int?>? Quality { get; set; }

    private Option<string?>? Format { get; set; }

    /// <summary>Adds the options of servers that scale pictures.</summary>
    public PullSettings WithSizes()
    {
        Width = SharedOptions.Number("--width", 640, 0, 16_384, Language.Say("Pixels across (0: the original)", "Largura em pixels (0: o original)"));
        Quality = new Option<int?>("--quality") { Description = Language.Say("The quality, 1 to 100 (default: the server's)", "A qualidade, de 1 a 100 (padrão: a do servidor)") };
        Quality.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 100) result.AddError(Language.Say("--quality must be from 1 to 100.", "--quality deve ser de 1 a 100."));
        });
        Format = new Option<string?>("--format") { Description = Language.Say("The kind of file: jpg, png, webp, avif (default: the server's)", "O tipo de arquivo: jpg, png, webp, avif (padrão: o do servidor)") };
        Format.AcceptOnlyFromAmong("jpg", "png", "webp", "avif");
        return this;
    }

    public void AddTo(Command command)
    {
        command.Add(To);
        foreach (var option in new Option?[] { Width, Quality, Format }.OfType<Option>()) command.Add(option);
        _towers.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(_queue)) return;
            // A list is here already: what its photos come from and go to is the workers' affair. Unsplash's tables are fetched here.
            Option[] theirs = [_index, FailedTo, _parallel, _model, _batch, .. Width is null ? new Option[] { To, _private } : []];
            var given = theirs.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
            if (given.Count > 0) result.AddError(Language.Say($"With --queue workers fetch and encode: {string.Join(", ", given)} would do nothing here (see: vislumbre index --worker).", $"Com --queue são os trabalhadores que buscam e codificam: {string.Join(", ", given)} nada faria aqui (veja: vislumbre index --worker)."));
        });
        foreach (var option in new Option[] { _parallel, _index, _queue, FailedTo, _retryGone, Library, _model, _batch, Json, _private }) command.Add(option);
    }

    /// <summary>The model that encodes; null where photos shall only be fetched. Opened before anything is fetched: a long run must not fail for it at its end.</summary>
    public async Task<DualEncoder?> OpenEncoderAsync(ParseResult parsed, CancellationToken cancel) => !parsed.GetValue(_index) ? null
        : new DualEncoder(await ModelChoice.OpenAsync(parsed.GetValue(_model), ModelChoice.Of(parsed.GetValue(Library)), cancel), _towers.Of(parsed));

    public bool AllowPrivate(ParseResult parsed) => parsed.GetValue(_private);

    public PullOptions Options(ParseResult parsed) => new()
    {
        Download = new DownloadOptions { Parallel = parsed.GetValue(_parallel), AllowPrivateAddresses = parsed.GetValue(_private) },
        Index = new IndexOptions { Batch = parsed.GetValue(_batch) },
        Size = Width is null ? new PictureSize() : new PictureSize { Width = parsed.GetValue(Width) is > 0 and var width ? width : null, Quality = parsed.GetValue(Quality!), Format = parsed.GetValue(Format!) },
        RetryGone = parsed.GetValue(_retryGone),
    };
}
