namespace Vislumbre.Features;

/// <summary>Finds the files of features in a folder and which belong together.</summary>
/// <param name="Layout">How they are kept.</param>
/// <param name="Pairs">The pairs in order, at least one.</param>
/// <param name="Alone">The files that lack their other half.</param>
internal sealed record FeatureFiles(FeatureLayout Layout, IReadOnlyList<FeaturePair> Pairs, IReadOnlyList<FeatureFault> Alone)
{
    public const string CombinedVectors = "features.npy";
    public const string CombinedRows = "photo_ids.csv";

    /// <summary>Looks in a folder, then in its sub-folder <c>features</c>; all in one comes before batches, and both before clip-retrieval's.</summary>
    /// <exception cref="FeatureFileException">There is no such folder, or it holds no pair.</exception>
    public static FeatureFiles Find(string folder)
    {
        try
        {
            if (!Directory.Exists(folder)) throw new FeatureFileException(Language.Say($"There is no folder {folder}.", $"Não existe a pasta {folder}."));
            var alone = new List<FeatureFault>();
            string[] places = [folder, Path.Combine(folder, "features")];
            foreach (var place in places)
            {
                if (Combined(place, alone) is { } pair) return new FeatureFiles(FeatureLayout.Combined, [pair], []);
            }

            foreach (var place in places)
            {
                if (Matched(Numbered(place, "", ".npy"), Numbered(place, "", ".csv"), alone) is { Count: > 0 } pairs)
                    return new FeatureFiles(FeatureLayout.Batches, pairs, alone);
            }

            var (vectors, rows) = (Numbered(Path.Combine(folder, "img_emb"), "img_emb_", ".npy"), Numbered(Path.Combine(folder, "metadata"), "metadata_", ".parquet"));
            if (Matched(vectors, rows, alone) is { Count: > 0 } retrieval) return new FeatureFiles(FeatureLayout.ClipRetrieval, retrieval, alone);
            throw Nothing(folder, alone);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FeatureFileException.Unreadable(folder, e);
        }
    }

    private static FeaturePair? Combined(string folder, List<FeatureFault> alone)
    {
        var pair = new FeaturePair(Path.Combine(folder, CombinedVectors), Path.Combine(folder, CombinedRows));
        var (vectors, rows) = (File.Exists(pair.Vectors), File.Exists(pair.Rows));
        if (vectors && rows) return pair;
        if (vectors) alone.Add(Lacks(pair.Vectors, CombinedRows));
        if (rows) alone.Add(Lacks(pair.Rows, CombinedVectors));
        return null;
    }

    // The files called prefix, digits, ending; two whose numbers are written differently are still of one number.
    private static List<(string Number, string Path)> Numbered(string folder, string prefix, string ending)
    {
        var found = new List<(string Number, string Path)>();
        if (!Directory.Exists(folder)) return found;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + ending))
        {
            var name = Path.GetFileName(path);
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || !name.EndsWith(ending, StringComparison.Ordinal) || name.Length <= prefix.Length + ending.Length) continue;
            var digits = name[prefix.Length..^ending.Length];
            if (digits.All(char.IsAsciiDigit)) found.Add((digits.TrimStart('0'), path));
        }

        // Without leading zeros the shorter number is the smaller.
        found.Sort((a, b) => a.Number.Length != b.Number.Length ? a.Number.Length - b.Number.Length
            : string.CompareOrdinal(a.Number, b.Number) is var order and not 0 ? order : string.CompareOrdinal(a.Path, b.Path));
        return found;
    }

    private static List<FeaturePair> Matched(List<(string Number, string Path)> vectors, List<(string Number, string Path)> rows, List<FeatureFault> alone)
    {
        var pairs = new List<FeaturePair>();
        var left = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (number, path) in rows)
        {
            if (!left.TryAdd(number, path)) alone.Add(Lacks(path, Language.Say("its .npy", "o seu .npy")));
        }

        foreach (var (number, path) in vectors)
        {
            if (left.Remove(number, out var other)) pairs.Add(new FeaturePair(path, other));
            else alone.Add(Lacks(path, Language.Say("the file that says what its rows are", "o arquivo que diz o que são as suas linhas")));
        }

        alone.AddRange(left.Values.Order(StringComparer.Ordinal).Select(path => Lacks(path, Language.Say("its .npy", "o seu .npy"))));
        return pairs;
    }

    private static FeatureFault Lacks(string path, string other) => new(path, null, Language.Say($"left out, since {other} is not there", $"deixado de fora, pois falta {other}"));

    private static FeatureFileException Nothing(string folder, List<FeatureFault> alone)
    {
        var first = alone.Count > 0 ? $" ({alone[0].File}: {alone[0].Reason})" : "";
        return new FeatureFileException(Language.Say(
            $"{folder} holds no features: neither features.npy with photo_ids.csv, nor 0000000000.npy with 0000000000.csv, nor img_emb/img_emb_0.npy with metadata/metadata_0.parquet{first}.",
            $"{folder} não contém features: nem features.npy com photo_ids.csv, nem 0000000000.npy com 0000000000.csv, nem img_emb/img_emb_0.npy com metadata/metadata_0.parquet{first}."));
    }
}
