using System.Security.Cryptography;
using Vislumbre.Encoding;
using Vislumbre.Models;
using Vislumbre.Vectors;

namespace Vislumbre.Searching;

/// <summary>Ordinary sentences about photographs of every kind: what any photo is compared with to know how near it is to words at all.</summary>
/// <param name="Sentences">The sentences, each once.</param>
public sealed record CaptionBank(IReadOnlyList<string> Sentences)
{
    private const string Resource = "bank/captions.tsv";
    private const int Batch = 32;

    /// <summary>The English ones.</summary>
    public static CaptionBank English { get; } = Read(["en"]);

    /// <summary>Those of both languages.</summary>
    public static CaptionBank Bilingual { get; } = Read(["en", "pt"]);

    /// <summary>A short word that differs where the sentences or their order differ.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Sentences))))[..12];

    /// <summary>The bank for a model: one that is known to understand English alone gets English alone.</summary>
    public static CaptionBank For(ModelIdentity model) => KnownModels.All.FirstOrDefault(known => known.Name == model.Name)?.Languages == "en" ? English : Bilingual;

    /// <summary>Encodes the sentences, each with others of about its length.</summary>
    /// <param name="encoder">The text tower.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellationToken">Asked between batches.</param>
    /// <returns>Sentences × dimension, unit length.</returns>
    public EmbeddingMatrix Encode(TextEncoder encoder, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var rows = new float[Sentences.Count][];
        var done = 0;
        foreach (var together in Enumerable.Range(0, rows.Length).OrderBy(at => Sentences[at].Length).Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (at, row) in together.Zip(encoder.Encode([.. together.Select(at => Sentences[at])]))) rows[at] = row;
            progress?.Report(done += together.Length);
        }

        return EmbeddingMatrix.FromRows(rows, rows[0].Length);
    }

    private static CaptionBank Read(string[] languages)
    {
        using var reader = new StreamReader(typeof(CaptionBank).Assembly.GetManifestResourceStream(Resource)!);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split('\t')).ToList();
        return new CaptionBank([.. languages.Select(language => lines[0].IndexOf(language)).SelectMany(column => lines.Skip(1).Select(line => line[column])).Distinct(StringComparer.Ordinal)]);
    }
}
