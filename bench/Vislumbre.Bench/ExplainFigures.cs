using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Scenes;
using Vislumbre.Scenes.Facts;
using Vislumbre.Searching;

namespace Vislumbre.Bench;

/// <summary>How often the hottest patch for a thing's name lies on the thing: the pointing game (Zhang et al., ECCV 2016) on drawn scenes with the shipped model.</summary>
internal static class ExplainFigures
{
    private const int Edge = 224;
    private const double Covered = 0.25;

    public static void Print(int count)
    {
        var model = ModelReader.Open(ShippedModel.Folder, ShippedModel.Name);
        var scenes = SceneSet.Create(new SceneFolderOptions { Count = count, Seed = 2026, Part = ScenePart.HeldOut });
        (string Name, List<Scene> Scenes)[] kinds =
        [
            ("one kind of thing", scenes.Where(scene => scene.Facts.Relation is null).ToList()),
            ("two kinds side by side", scenes.Where(scene => scene.Facts.Relation is Relation.LeftOf or Relation.RightOf).ToList()),
        ];
        var architecture = ClipArchitecture.Read(Path.Combine(model.Folder, "config.json"));
        var patches = architecture.ImageSize / architecture.PatchSize;
        using var text = new TextEncoder(model);
        var background = text.Encode([.. HitExplainer.Background]);
        var games = kinds.Select(kind => (kind.Name, Games: kind.Scenes.ConvertAll(scene => new Game(PhotoSource.FromBytes(scene.Draw(Edge)), OnThing(scene, patches), text.Encode(Phrase(scene.Facts.Subject)))))).ToList();
        foreach (var (name, some) in games) Console.WriteLine(FormattableString.Invariant($"{name}: {some.Count} scenes; by chance {some.Average(game => game.OnThing.Average(on => on ? 1.0 : 0)):P1}"));
        foreach (var path in Enum.GetValues<PatchPath>())
        {
            using var encoder = new PatchEncoder(model with { PatchTower = Tower(model, architecture, path) });
            var grids = games.ConvertAll(kind => kind.Games.ConvertAll(game => encoder.Encode(game.Picture)));
            foreach (var phrases in (float[][][])[[], background])
            {
                var shares = games.Select((kind, k) => FormattableString.Invariant($"{kind.Name} {kind.Games.Select((game, i) => game.OnThing[HeatMap.Of(grids[k][i], game.Query, phrases).Hottest] ? 1.0 : 0).Average():P1}"));
                Console.WriteLine($"{path}, {(phrases.Length == 0 ? "as it is" : "background taken away")}: {string.Join("; ", shares)}");
            }
        }
    }

    private sealed record Game(PhotoSource Picture, bool[] OnThing, float[] Query);

    private static string Phrase(string thing) => "aeiou".Contains(thing[0], StringComparison.Ordinal) ? $"an {thing}" : $"a {thing}";

    // A patch is on the thing where a quarter of it or more is the thing's; of a smaller thing, the patch that has most of it.
    private static bool[] OnThing(Scene scene, int columns)
    {
        var silhouette = scene.Silhouette(Edge);
        var patch = Edge / columns;
        var shares = new double[columns * columns];
        for (var i = 0; i < silhouette.Length; i++)
        {
            if (silhouette[i]) shares[i / Edge / patch * columns + i % Edge / patch] += 1.0 / (patch * patch);
        }

        var least = Math.Min(Covered, shares.Max());
        return [.. shares.Select(share => share >= least && share > 0)];
    }

    // The graph of a path, with the weights that it names in a file of its own.
    private static TowerGraph Tower(DualEncoderModel model, ClipArchitecture architecture, PatchPath path)
    {
        var folder = Directory.CreateTempSubdirectory("vislumbre-explain-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var checkpoint = Checkpoint.Open(model.Folder);
        var needed = new Dictionary<string, StoredTensor>();
        _ = new ClipGraphs(architecture, name => needed[name] = checkpoint.Find(name), _ => "").Patches(path);
        var copies = PreparedCheckpoint.Convert([.. needed.Values], Path.Combine(folder, "weights.f32"));
        var graphs = new ClipGraphs(architecture, name => copies[name], tensor => Path.GetFileName(tensor.File));
        return new TowerGraph { Graph = graphs.Patches(path), WeightsFolder = folder };
    }
}
