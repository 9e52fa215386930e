using System.Diagnostics;
using System.Numerics.Tensors;
using Vislumbre.Encoding;
using Vislumbre.Searching;
using Vislumbre.Sources;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>Evaluates a model with photos that have captions, and with contrasts where their folder has some.</summary>
/// <param name="encoder">The model.</param>
/// <param name="options">What and how.</param>
public sealed class CaptionEvaluation(DualEncoder encoder, EvaluationOptions? options = null)
{
    private readonly EvaluationOptions _options = options ?? new EvaluationOptions();
    private readonly List<EvaluationFailure> _failed = [];

    /// <summary>Evaluates.</summary>
    /// <param name="table">The captions.</param>
    /// <param name="progress">Told now and then, on this run's own threads.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="EvaluationException">No photo or caption is left, or the baseline would learn from what it is asked about.</exception>
    /// <exception cref="CaptionTableException">The contrasts or the baseline's captions cannot be read.</exception>
    public async Task<CaptionReport> RunAsync(CaptionTable table, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        _failed.Clear();
        var learning = _options.Baseline is null ? null : CaptionTable.Read(_options.Baseline);
        var isSame = learning?.Folder == table.Folder;
        if (isSame && _options.HeldOut is null) throw EvaluationException.BaselineLeaks();
        var contrasts = ContrastTable.TryRead(table.Folder);
        var rows = table.Rows.Where(row => Speaks(row.Language)).ToList();
        var pairs = (contrasts?.Rows ?? []).Where(row => Speaks(row.Language)).ToList();
        var files = rows.Select(row => row.File).Concat(pairs.SelectMany(row => new[] { row.Right, row.Wrong })).Distinct(StringComparer.Ordinal).ToList();
        if (_options.HeldOut is { } share) files = Side(table, files, share, held: true, progress, cancellationToken);
        if (files.Count == 0) throw Nothing(table);

        var photos = await PhotoEncoding.RunAsync(encoder, [.. files.Select(file => Path.Combine(table.Folder, file))], learning is not null, _options.Batch, progress, cancellationToken).ConfigureAwait(false);
        _failed.AddRange(photos.Failed);
        var place = photos.Good.Select((at, row) => (files[at], row)).ToDictionary(pair => pair.Item1, pair => pair.row);
        rows.RemoveAll(row => !place.ContainsKey(row.File));
        pairs.RemoveAll(row => !place.ContainsKey(row.Right) || !place.ContainsKey(row.Wrong));
        if (rows.Count == 0) throw Nothing(table);

        // Captions first, then those of the contrasts.
        List<(string? Language, string Caption)> texts = [.. rows.Select(row => (row.Language, row.Caption)), .. pairs.Select(row => (row.Language, row.Caption))];
        var captions = CaptionEncoding.Run(encoder.Text, [.. texts.Select(text => text.Caption)], _options.Batch, progress, cancellationToken);
        var model = new Scene(rows, pairs, place, photos.Embeddings!, captions, TensorPrimitives.Dot, _options.Retrieval);

        Scene? floor = null;
        var baselinePhotos = 0;
        if (learning is not null)
        {
            var lessons = learning.Rows.ToList();
            if (isSame)
            {
                var rest = Side(table, [.. lessons.Select(row => row.File).Distinct(StringComparer.Ordinal)], _options.HeldOut!.Value, held: false, progress, cancellationToken);
                var chosen = rest.ToHashSet(StringComparer.Ordinal);
                lessons.RemoveAll(row => !chosen.Contains(row.File));
            }

            var baseline = await ColourBaseline.LearnAsync(learning, lessons, encoder, _options.Batch, _failed, progress, cancellationToken).ConfigureAwait(false);
            baselinePhotos = baseline.Photos;
            floor = new Scene(rows, pairs, place, photos.Colours!, baseline.StandIns(texts, cancellationToken), ColourHistogram.Intersection, _options.Retrieval);
        }

        return Report(model, floor, rows, cancellationToken) with
        {
            BaselinePhotos = baselinePhotos,
            HeldOut = _options.HeldOut,
            Bank = _options.Bank is { } bank ? Banked(bank, photos.Embeddings!, captions, rows, place, progress, cancellationToken) : null,
            Failed = [.. _failed.DistinctBy(failure => failure.Path)],
            Faults = [.. table.Faults, .. contrasts?.Faults ?? []],
            Elapsed = clock.Elapsed,
        };
    }

    private static CaptionReport Report(Scene model, Scene? floor, List<CaptionRow> rows, CancellationToken cancellationToken)
    {
        var all = Enumerable.Range(0, rows.Count).ToList();
        var (modelOfAll, floorOfAll) = (model.Retrieve(all, cancellationToken), floor?.Retrieve(all, cancellationToken));
        var languages = all.GroupBy(row => rows[row].Language).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        return new CaptionReport
        {
            All = modelOfAll,
            AllBaseline = floorOfAll,
            Languages = languages.Count == 1
                ? [new LanguageRetrieval(languages[0].Key, modelOfAll, floorOfAll)]
                : [.. languages.Select(group => new LanguageRetrieval(group.Key, model.Retrieve([.. group], cancellationToken), floor?.Retrieve([.. group], cancellationToken)))],
            Contrasts = model.Contrast(),
            BaselineContrasts = floor?.Contrast() ?? [],
        };
    }

    private BankReport Banked(CaptionBank bank, EmbeddingMatrix photos, EmbeddingMatrix captions, List<CaptionRow> rows, Dictionary<string, int> place, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        var described = rows.Select(row => place[row.File]).Distinct().Order().ToList();
        var placeInGallery = described.Select((photo, i) => (photo, i)).ToDictionary(pair => pair.photo, pair => pair.i);
        List<int> photoOfCaption = [.. rows.Select(row => placeInGallery[place[row.File]])];
        return BankComparison.Run(
            encoder, bank, photos.Take(described), captions.Take([.. Enumerable.Range(0, rows.Count)]),
            (gallery, queries) => RetrievalMetrics.Measure(gallery, queries, photoOfCaption, TensorPrimitives.Dot, _options.Retrieval, cancellationToken).TextToImage, _options.Batch, progress, cancellationToken);
    }

    private bool Speaks(string? language) => _options.Language is null || string.Equals(language, _options.Language, StringComparison.OrdinalIgnoreCase);

    private List<string> Side(CaptionTable table, List<string> files, double share, bool held, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        var chosen = HeldOutFiles.Choose([.. files.Select(file => Path.Combine(table.Folder, file))], share, held, _failed, progress, cancellationToken);
        return [.. files.Where(file => chosen.Contains(Path.Combine(table.Folder, file)))];
    }

    private EvaluationException Nothing(CaptionTable table) => _failed.Count > 0
        ? EvaluationException.Unreadable(table.Folder, _failed[0])
        : new(Language.Say($"No caption of {table.Folder} is left to evaluate: see --language and --held-out.", $"Nenhuma legenda de {table.Folder} resta para avaliar: veja --language e --held-out."));
}
