using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using Vislumbre.Encoding;
using Vislumbre.Evaluation;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Sources;
using Vislumbre.Vectors;

namespace Vislumbre.Bench;

/// <summary>
/// How well a cut-off parts hits that show what is asked for from those that do not: half the classes (or subjects of drawn scenes) are
/// taken out of the library, and both halves are asked for. A cut-off is chosen with half of the queries and judged with the other.
/// </summary>
internal static class CutOffFigures
{
    // As deep as a person is likely to look.
    private const int Depth = 100, QueriesOfAKind = 100;

    // Nothing that a drawn scene or Caltech 101 shows, and not in the bank.
    private static readonly string[] Everyday =
    [
        "a surgeon in an operating room", "a plate of spaghetti with tomato sauce", "a crowded stock exchange", "a bride throwing her bouquet", "students asleep in a lecture hall",
        "a rusty oil refinery", "a chess tournament", "an X-ray of a broken arm", "a page of handwritten notes", "a solar eclipse over the ocean",
        "a plumber under a sink", "a busy hair salon", "a glass of red wine beside cheese", "a microscope in a laboratory", "a gymnast on the balance beam",
        "a traffic jam seen from a bridge", "coral and sponges under water", "a cemetery with stone crosses", "a circuit board with chips", "a shelf full of medicine bottles",
        "a boxing match in a packed hall", "a protest with banners and flags", "a newborn in an incubator", "tattoos on a shoulder", "a map pinned to a wall",
        "um juiz no tribunal", "uma xícara de café expresso", "um show de rock lotado", "operários numa linha de montagem", "uma feijoada com arroz e couve",
        "uma sala de aula vazia", "uma radiografia do tórax", "um jogo de basquete no ginásio", "uma biblioteca antiga", "um vulcão em erupção",
        "uma pilha de jornais", "um dentista trabalhando", "uma mesa de bilhar", "um mercado de peixe pela manhã", "uma placa de neon de um bar",
        "um casamento na igreja", "um teclado de computador", "uma cachoeira na serra", "um parto no hospital", "um desfile de moda",
        "uma escavação arqueológica", "um cabo elétrico rompido", "um varal com roupas coloridas", "um elevador panorâmico", "uma prateleira de temperos",
    ];

    public static async Task PrintAsync(string folder, string model, double? heldOut, string? names)
    {
        using var encoder = new DualEncoder(new ModelStore().Open(model));
        var (photos, kinds, asked) = File.Exists(Path.Combine(folder, "metadata.jsonl")) ? Scenes(folder) : Classes(folder, heldOut, names);
        var there = Enumerable.Range(0, photos.Count).Where(at => !IsAbsent(kinds[at])).ToList();
        var gallery = (await PhotoEncoding.RunAsync(encoder, [.. there.Select(at => photos[at])], colours: false, 32, null, CancellationToken.None)).Embeddings!;
        var bank = CaptionBank.For(encoder.Model.Identity);
        var background = Background.Of(bank.Encode(encoder.Text));
        var outside = Everyday.Except(bank.Sentences, StringComparer.Ordinal).Select(text => new Asked(text, null, null));
        var queries = new List<Query>();
        foreach (var one in asked.SelectMany(form => Some(form.Where(one => !IsAbsent(one.Kind!)), QueriesOfAKind / asked.Count).Concat(Some(form.Where(one => IsAbsent(one.Kind!)), QueriesOfAKind / 2 / asked.Count))).Concat(Some(outside, QueriesOfAKind / 2)))
        {
            var words = encoder.Text.Encode(one.Text);
            var scores = Enumerable.Range(0, gallery.Count).Select(at => TensorPrimitives.Dot(words, gallery.Row(at))).ToList();
            var (mean, deviation) = (scores.Average(), MathF.Sqrt(scores.Average(score => score * score) - scores.Average() * scores.Average()));
            var nearest = scores.Select((score, at) => (At: at, Score: score)).OrderByDescending(hit => hit.Score).Take(Depth);
            queries.Add(new Query(
                there.Count(at => Is(at, one)), [.. nearest.Select(hit => new Hit(hit.Score, background.Strength(words, gallery.Row(hit.At)), (hit.Score - mean) / deviation, kinds[there[hit.At]] == one.Kind, Is(there[hit.At], one)))]));
        }

        bool Is(int at, Asked query) => query.Photo is { } photo ? photo == at : kinds[at] == query.Kind;
        var (choosing, judging) = (queries.Where((_, at) => at % 2 == 0).ToList(), queries.Where((_, at) => at % 2 == 1).ToList());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{gallery.Count} photos, {queries.Count(query => query.Wanted > 0)} queries with answers, {queries.Count(query => query.Wanted == 0)} with none; bank of {bank.Sentences.Count}; the first {Depth} hits"));
        Console.WriteLine("measure\tcut-off\tprecision\trecall\tF1\tnothing for none\tlikely for none\tsome for answers");
        foreach (var (name, measure) in new (string, Func<Hit, float>)[] { ("score", hit => hit.Score), ("strength", hit => hit.Strength), ("outlier", hit => hit.Outlier) })
        {
            var values = choosing.SelectMany(query => query.Hits).Select(measure).Order().ToList();
            var best = Enumerable.Range(0, 400).Select(step => values[(int)((long)step * (values.Count - 1) / 399)]).MaxBy(cut => Judge(choosing, measure, cut).F1);
            Print($"{name}, chosen", best, Judge(judging, measure, best));
            if (name == "strength") Print("strength, shipped", SearchResult.CutOff, Judge(judging, measure, SearchResult.CutOff));
        }

        Print("no cut-off", double.NaN, Judge(judging, hit => 1, 0));
        foreach (var step in Enumerable.Range(0, 11)) Print("score, all", 0.55 + 0.02 * step, Judge(queries, hit => hit.Score, 0.55f + 0.02f * step));
        foreach (var cut in new[] { 1f, 1.5f, 2f, 2.5f, 3f, 3.5f, 4f }) Print("strength, all", cut, Judge(queries, hit => hit.Strength, cut));
    }

    private static void Print(string name, double cut, Judgement of) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name}\t{cut:0.000}\t{of.Precision:0.000}\t{of.Recall:0.000}\t{of.F1:0.000}\t{of.Silent:0.000}\t{of.False:0.0}\t{of.Answered:0.000}"));

    /// <summary>Precision: of the likely hits of all queries, those that show the right kind. Recall: of the photos that a query means, those that are likely; a mean over queries, as F1's parts.</summary>
    private static Judgement Judge(List<Query> queries, Func<Hit, float> measure, float cut)
    {
        var (with, without) = (queries.Where(query => query.Wanted > 0).ToList(), queries.Where(query => query.Wanted == 0).ToList());
        int Likely(Query query) => query.Hits.Count(hit => measure(hit) >= cut);
        // A query that gives nothing is right where there is nothing, and wrong elsewhere.
        var precision = queries.Average(query => Likely(query) == 0 ? query.Wanted == 0 ? 1 : 0 : (double)query.Hits.Count(hit => hit.IsRight && measure(hit) >= cut) / Likely(query));
        var recall = with.Average(query => (double)query.Hits.Count(hit => hit.IsWanted && measure(hit) >= cut) / Math.Min(query.Wanted, Depth));
        return new Judgement(precision, recall, without.Average(query => Likely(query) == 0 ? 1.0 : 0), without.Average(Likely), with.Average(query => Likely(query) > 0 ? 1.0 : 0));
    }

    private static bool IsAbsent(string kind) => HeldOut.Contains(kind, 0.5);

    private static IEnumerable<Asked> Some(IEnumerable<Asked> from, int count)
    {
        var all = from.ToList();
        return Enumerable.Range(0, Math.Min(count, all.Count)).Select(at => all[(int)((long)at * all.Count / Math.Min(count, all.Count))]);
    }

    /// <summary>Drawn scenes: a caption means its own photo, and any photo of the same subject is right enough to be shown; the bare name of a subject means all of them.</summary>
    private static (List<string> Photos, List<string> Kinds, List<List<Asked>> Asked) Scenes(string folder)
    {
        var (photos, kinds, asked) = (new List<string>(), new List<string>(), new List<Asked>());
        foreach (var line in File.ReadLines(Path.Combine(folder, "metadata.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            photos.Add(Path.Combine(folder, row.RootElement.GetProperty("file_name").GetString()!));
            kinds.Add(row.RootElement.GetProperty("facts").GetProperty("subject").GetString()!);
            var captions = row.RootElement.GetProperty("captions").GetProperty(photos.Count % 2 == 0 ? "en" : "pt");
            asked.Add(new Asked(captions[photos.Count % captions.GetArrayLength()].GetString()!, kinds[^1], photos.Count - 1));
        }

        return (photos, kinds, [asked, [.. kinds.Distinct(StringComparer.Ordinal).Select(kind => new Asked($"a {kind}", kind, null))]]);
    }

    /// <summary>Class folders: a name means every photo of the class.</summary>
    private static (List<string> Photos, List<string> Kinds, List<List<Asked>> Asked) Classes(string folder, double? heldOut, string? names)
    {
        var classes = ClassFolder.Read(folder);
        if (heldOut is { } share) classes = classes.Where(path => HeldOut.Contains(HeldOut.KeyOfFile(path), share));
        var asked = new[] { ("en", "a photo of a {}."), ("en", "{}"), ("pt", "uma foto de {}."), ("pt", "{}") }.Select(form =>
        {
            var called = names is null ? new Dictionary<string, string>() : ClassNames.Read(names, form.Item1);
            return classes.Names.Select(name => new Asked(PromptTemplates.Say(form.Item2, called.GetValueOrDefault(name) ?? ClassNames.OfFolder(name)), name, null)).ToList();
        });
        return ([.. classes.Photos.Select(photo => photo.Path)], [.. classes.Photos.Select(photo => classes.Names[photo.Class])], [.. asked]);
    }

    private sealed record Asked(string Text, string? Kind, int? Photo);

    private sealed record Query(int Wanted, Hit[] Hits);

    private readonly record struct Hit(float Score, float Strength, float Outlier, bool IsRight, bool IsWanted);

    private readonly record struct Judgement(double Precision, double Recall, double Silent, double False, double Answered)
    {
        public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;
    }
}
