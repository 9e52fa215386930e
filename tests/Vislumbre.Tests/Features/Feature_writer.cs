using CsCheck;
using Vislumbre.Features;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Features;

public sealed class Feature_writer : IDisposable
{
    private const int Dimension = 8;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again_whatever_the_ids()
    {
        var turn = 0;
        var text = Gen.Char["ab ,\"\r\n;ç\t'"].Array[1, 6].Select(characters => new string(characters));
        Gen.Select(text.List[0, 80], Gen.Bool, Gen.Bool).Sample((texts, batches, half) =>
        {
            var folder = _folder.At($"{turn++}");
            var ids = texts.Select((id, i) => $"{id}{i}").ToList();
            var vectors = UnitRows.Random(ids.Count, Dimension);
            Write(folder, batches ? FeatureLayout.Batches : FeatureLayout.Combined, half ? FeaturePrecision.Bits16 : FeaturePrecision.Bits32, ids, vectors);
            if (batches && ids.Count == 0) return;
            var findings = new FeatureFindings();
            var blocks = FeatureFolder.Open(folder).Read(findings).ToList();
            Assert.Equal(ids, blocks.SelectMany(block => block.Rows).Select(row => row.Id));
            Assert.Equal(vectors, blocks.SelectMany(block => block.Vectors));
            Assert.Empty(findings.Faults);
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void A_stopped_export_leaves_nothing_that_looks_whole()
    {
        Stop(FeatureLayout.Combined, _folder.At("combined"));
        Assert.Empty(Directory.GetFiles(_folder.At("combined")));
        Stop(FeatureLayout.Batches, _folder.At("batches"));
        Assert.Equal(["0000000000.csv", "0000000000.npy"], Directory.GetFiles(_folder.At("batches")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        static void Stop(FeatureLayout layout, string folder)
        {
            using var writer = new FeatureWriter(folder, layout, 70, Dimension);
            for (var i = 0; i < 40; i++) writer.Append($"{i}", new Half[Dimension]);
            Assert.Throws<InvalidOperationException>(writer.Complete);
        }
    }

    [Fact]
    public void An_export_all_in_one_takes_the_place_of_an_older_one_and_batches_are_not_mixed()
    {
        Write(_folder.Path, FeatureLayout.Combined, FeaturePrecision.Bits16, ["a", "b"], UnitRows.Random(2, Dimension));
        Write(_folder.Path, FeatureLayout.Combined, FeaturePrecision.Bits16, ["c"], UnitRows.Random(1, Dimension));
        Assert.Equal("photo_id\nc\n", File.ReadAllText(_folder.At("photo_ids.csv")));
        Write(_folder.Path, FeatureLayout.Batches, FeaturePrecision.Bits16, ["a"], UnitRows.Random(1, Dimension));
        var failure = Assert.Throws<FeatureFileException>(() => new FeatureWriter(_folder.Path, FeatureLayout.Batches, 1, Dimension));
        Assert.Contains("holds batches already", failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.At("features.npy")));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        File.WriteAllText(_folder.At("file"), "x");
        Assert.Contains(_folder.At("file"), Assert.Throws<FeatureFileException>(() => new FeatureWriter(_folder.At("file"), FeatureLayout.Combined, 1, Dimension)).Message, StringComparison.Ordinal);
    }

    private static void Write(string folder, FeatureLayout layout, FeaturePrecision precision, List<string> ids, Half[] vectors)
    {
        using var writer = new FeatureWriter(folder, layout, ids.Count, Dimension, precision);
        for (var i = 0; i < ids.Count; i++) writer.Append(ids[i], vectors.AsSpan(i * Dimension, Dimension));
        writer.Complete();
    }
}
