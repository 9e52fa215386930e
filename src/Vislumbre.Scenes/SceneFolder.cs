using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes;

/// <summary>
/// Writes scenes as a folder: pictures, <c>captions.tsv</c> (file, language, caption) and <c>metadata.jsonl</c> (a picture a line with its
/// facts, as Hugging Face's imagefolder reads it). What was interrupted is continued; what is there whole is left as it is.
/// </summary>
public static class SceneFolder
{
    private const int Version = 6;
    private const string PlanFile = "scenes.json";
    private const string CaptionFile = "captions.tsv";
    private const string Unfinished = ".part";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Captions are read by people; nothing here goes into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Whether a folder holds exactly these scenes, whole.</summary>
    public static bool Holds(string folder, SceneFolderOptions options) =>
        File.Exists(Path.Combine(folder, CaptionFile)) && File.Exists(Path.Combine(folder, PlanFile)) && File.ReadAllText(Path.Combine(folder, PlanFile)) == Plan(options);

    /// <summary>How many pictures are drawn.</summary>
    public static int PictureCount(SceneFolderOptions options) => options.Contrasts ? options.Count * 2 * SceneContrasts.KindCount : options.Count;

    /// <summary>A short word that differs where the scenes differ: their options, or the version that draws them.</summary>
    public static string Fingerprint(SceneFolderOptions options) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Plan(options))))[..8];

    /// <summary>Draws the scenes.</summary>
    /// <param name="folder">Where; it is created. It must be empty, or an earlier run with the same options.</param>
    /// <param name="options">What.</param>
    /// <param name="progress">Told the number of pictures that are there.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    /// <exception cref="VislumbreException">The folder holds something else.</exception>
    public static void Write(string folder, SceneFolderOptions options, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        if (Holds(folder, options))
            return;
        Claim(folder, options);
        var (pictures, contrasts) = options.Contrasts ? SceneContrasts.Create(options.Count, options.Seed) : (Named(SceneSet.Create(options)), []);
        Draw(folder, pictures, options.Size, progress, cancellation);
        WriteLines(folder, "metadata.jsonl", pictures.Select(picture => JsonSerializer.Serialize(
            new { file_name = picture.File, group = picture.Scene.Group, composition = picture.Scene.Facts.Composition, setting = picture.Scene.Facts.Setting, facts = picture.Scene.Facts, captions = new { en = picture.Scene.English, pt = picture.Scene.Portuguese } }, Json)));
        if (options.Contrasts)
            WriteLines(folder, "contrasts.tsv", contrasts.Prepend("kind\tlanguage\tcaption\tright\twrong"));
        WriteLines(folder, CaptionFile, pictures.SelectMany(Captions).Prepend("file\tlanguage\tcaption"));
    }

    private static void Draw(string folder, IReadOnlyList<(string File, Scene Scene)> pictures, int size, IProgress<int>? progress, CancellationToken cancellation)
    {
        var there = 0;
        try
        {
            Parallel.ForEach(pictures, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, picture =>
            {
                var path = Path.Combine(folder, picture.File);
                if (!File.Exists(path))
                    WriteWhole(path, picture.Scene.Draw(size));
                progress?.Report(Interlocked.Increment(ref there));
            });
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is IOException or UnauthorizedAccessException)
        {
            // A full disk is one reason, however many threads meet it.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private static IEnumerable<string> Captions((string File, Scene Scene) picture) =>
    [
        .. picture.Scene.English.Select(caption => $"{picture.File}\ten\t{caption}"),
        .. picture.Scene.Portuguese.Select(caption => $"{picture.File}\tpt\t{caption}"),
    ];

    private static List<(string File, Scene Scene)> Named(IReadOnlyList<Scene> scenes) => [.. scenes.Select((scene, i) => (FormattableString.Invariant($"scene-{i:D6}.jpg"), scene))];

    private static string Plan(SceneFolderOptions options) => JsonSerializer.Serialize(new { version = Version, options.Count, options.Seed, options.Size, options.Part, options.Themes, options.Variants, options.Brief, options.Contrasts }, Json);

    /// <summary>The plan stands in the folder before the first picture, so that no two plans mix.</summary>
    private static void Claim(string folder, SceneFolderOptions options)
    {
        Directory.CreateDirectory(folder);
        var plan = Path.Combine(folder, PlanFile);
        if (File.Exists(plan) ? File.ReadAllText(plan) != Plan(options) : Directory.EnumerateFileSystemEntries(folder).Any(entry => entry != plan + Unfinished))
        {
            throw new VislumbreException(Language.Say(
                $"{folder} is not empty and does not hold these scenes; name a new folder.",
                $"{folder} não está vazia e não contém estas cenas; indique uma pasta nova."));
        }

        WriteWhole(plan, System.Text.Encoding.UTF8.GetBytes(Plan(options)));
    }

    private static void WriteLines(string folder, string name, IEnumerable<string> lines) =>
        WriteWhole(Path.Combine(folder, name), System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    private static void WriteWhole(string path, byte[] content)
    {
        var part = path + Unfinished;
        File.WriteAllBytes(part, content);
        File.Move(part, path, overwrite: true);
    }
}
