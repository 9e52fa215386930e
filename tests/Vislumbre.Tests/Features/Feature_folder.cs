using System.Runtime.InteropServices;
using Vislumbre.Features;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Features;

public sealed class Feature_folder : IDisposable
{
    private const int Dimension = 8;
    private readonly TemporaryFolder _folder = new();
    private readonly FeatureFindings _findings = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("features")]
    public void All_in_one_is_found_in_the_folder_or_its_features_and_comes_before_batches(string inside)
    {
        Pair(inside, "features.npy", "photo_ids.csv", "photo_id\na\nb\n", UnitRows.Random(2, Dimension));
        Pair(inside, "0000000000.npy", "0000000000.csv", "photo_id\nc\n", UnitRows.Random(1, Dimension));
        var folder = FeatureFolder.Open(_folder.Path);
        Assert.Equal((FeatureLayout.Combined, Dimension, FeaturePrecision.Bits16, 2L), (folder.Layout, folder.Dimension, folder.Precision, folder.EstimatedRows));
        Assert.Equal(["a", "b"], Ids());
    }

    [Fact]
    public void Batches_are_read_in_the_order_of_their_numbers_and_those_alone_are_named()
    {
        Pair("features", "0000000010.npy", "0000000010.csv", "photo_id\nc\n", UnitRows.Random(1, Dimension));
        Pair("features", "0000000002.npy", "0000000002.csv", "photo_id\na\nb\n", UnitRows.Random(2, Dimension));
        Npy("features", "0000000003.npy", UnitRows.Random(1, Dimension));
        Text("features", "0000000004.csv", "photo_id\nz\n");
        Text("features", "notes.csv", "hello\n");
        Assert.Equal(FeatureLayout.Batches, FeatureFolder.Open(_folder.Path).Layout);
        Assert.Equal(["a", "b", "c"], Ids());
        Assert.Equal(["0000000003.npy", "0000000004.csv"], _findings.Faults.Select(fault => Path.GetFileName(fault.File)));
        Assert.All(_findings.Faults, fault => Assert.Null(fault.Row));
    }

    [Fact]
    public void Many_batches_make_one_block_and_a_large_file_many()
    {
        for (var i = 0; i < 3; i++) Pair("", $"{i}.npy", $"{i}.csv", $"photo_id\na{i}\nb{i}\n", UnitRows.Random(2, Dimension));
        Assert.Equal([6], FeatureFolder.Open(_folder.Path).Read(_findings).Select(block => block.Rows.Count));

        var vectors = UnitRows.Random(10_000, Dimension);
        Pair("", "features.npy", "photo_ids.csv", "photo_id\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i}\n")), vectors);
        var blocks = FeatureFolder.Open(_folder.Path).Read(_findings).ToList();
        Assert.Equal([4096, 4096, 1808], blocks.Select(block => block.Rows.Count));
        Assert.Equal(vectors, blocks.SelectMany(block => block.Vectors));
    }

    [Fact]
    public void Batches_of_other_bits_make_a_block_of_their_own()
    {
        Pair("", "0.npy", "0.csv", "photo_id\na\n", UnitRows.Random(1, Dimension));
        Text("", "1.csv", "photo_id\nb\n");
        File.WriteAllBytes(_folder.At("1.npy"), NpyBytes.Matrix(">f4", false, [[1, 0, 0, 0, 0, 0, 0, 0]]));
        var folder = FeatureFolder.Open(_folder.Path);
        Assert.Equal(FeaturePrecision.Bits32, folder.Precision);
        Assert.Equal([FeaturePrecision.Bits16, FeaturePrecision.Bits32], folder.Read(_findings).Select(block => block.Precision));
    }

    [Theory]
    [InlineData("photo_id\na\nb\n")]
    [InlineData("\"photo_id\"\r\n\"a\"\r\n\"b\"\r\n\r\n")]
    [InlineData("id\na\n\nb")]
    [InlineData(",photo_id\n0,a\n1,b\n")]
    [InlineData(",name\n0,a\n1,b\n")]
    [InlineData("width,photo_id\n640,a\n,b\n")]
    public void Ids_are_found_in_each_way_that_pandas_writes_them(string table)
    {
        Pair("", "features.npy", "photo_ids.csv", table, UnitRows.Random(2, Dimension));
        Assert.Equal(["a", "b"], Ids());
    }

    [Theory]
    [InlineData("x,y\na,b\nc,d\n", "which column holds the ids")]
    [InlineData("", "which column holds the ids")]
    [InlineData("photo_id\na\n", "has 2 rows and")]
    [InlineData("photo_id\na\nb\nc\n", "photo_ids.csv has 3")]
    [InlineData("photo_id\na\n\"b\n", "line 3: a quote is opened")]
    public void A_table_that_does_not_fit_its_matrix_is_refused(string table, string sentence)
    {
        Pair("", "features.npy", "photo_ids.csv", table, UnitRows.Random(2, Dimension));
        var message = Assert.Throws<FeatureFileException>(Ids).Message;
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.Contains(_folder.At("photo_ids.csv"), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_an_id_or_with_one_that_came_before_are_left_out_and_named()
    {
        Pair("", "0.npy", "0.csv", "photo_id\na\n\"\"\nb\n", UnitRows.Random(3, Dimension));
        Pair("", "1.npy", "1.csv", "photo_id\nc\na\n", UnitRows.Random(2, Dimension));
        Assert.Equal(["a", "b", "c"], Ids());
        Assert.Equal([(_folder.At("0.csv"), 1L), (_folder.At("1.csv"), 1L)], _findings.Faults.Select(fault => (fault.File, fault.Row!.Value)));
        Assert.Contains($"the id a, as row 0 of {_folder.At("0.csv")}", _findings.Faults[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_not_finite_or_of_length_zero_are_left_out_and_their_ids_are_free()
    {
        var vectors = UnitRows.Random(5, Dimension);
        vectors[3] = Half.NaN;
        vectors[Dimension] = Half.NegativeInfinity;
        vectors.AsSpan(2 * Dimension, Dimension).Clear();
        Pair("", "features.npy", "photo_ids.csv", "photo_id\na\nb\nc\na\nd\n", vectors);
        var block = Assert.Single(FeatureFolder.Open(_folder.Path).Read(_findings));
        Assert.Equal(["a", "d"], block.Rows.Select(row => row.Id));
        Assert.Equal(vectors[(3 * Dimension)..], block.Vectors);
        Assert.Equal([0L, 1L, 2L], _findings.Faults.Select(fault => fault.Row!.Value));
        Assert.Equal(0, _findings.Normalised);
    }

    [Fact]
    public void Rows_near_length_1_keep_their_bits_and_others_are_scaled_and_counted()
    {
        double[][] rows = [[1.0019, 0], [0.9981, 0], [1.0029, 0], [0.9970, 0], [3, 4], [3e30, -4e30], [3e-30, 4e-30], [-0.0, 1]];
        File.WriteAllBytes(_folder.At("features.npy"), NpyBytes.Matrix("<f4", true, rows));
        Text("", "photo_ids.csv", "photo_id\n0\n1\n2\n3\n4\n5\n6\n7\n");
        var block = Assert.Single(FeatureFolder.Open(_folder.Path).Read(_findings));
        double[] expected = [1.0019, 0, 0.9981, 0, 1, 0, 1, 0, 0.6, 0.8, 0.6, -0.8, 0.6, 0.8, -0.0, 1];
        Assert.Equal(MemoryMarshal.AsBytes<Half>(Array.ConvertAll(expected, number => (Half)number)).ToArray(), MemoryMarshal.AsBytes<Half>(block.Vectors).ToArray());
        Assert.Equal(5, _findings.Normalised);
        Assert.Empty(_findings.Faults);
    }

    [Fact]
    public void Files_of_two_dimensions_or_a_damaged_one_are_refused_before_anything_is_read()
    {
        Pair("", "0.npy", "0.csv", "photo_id\na\n", UnitRows.Random(1, Dimension));
        Pair("", "1.npy", "1.csv", "photo_id\nb\n", UnitRows.Random(1, Dimension), Dimension / 2);
        Assert.Contains("made by different models", Assert.Throws<FeatureFileException>(() => FeatureFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder.At("1.npy"), [1, 2, 3]);
        Assert.Contains(_folder.At("1.npy"), Assert.Throws<FeatureFileException>(() => FeatureFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_features_is_told_what_would_be_right()
    {
        Assert.Contains("There is no folder", Assert.Throws<FeatureFileException>(() => FeatureFolder.Open(_folder.At("none"))).Message, StringComparison.Ordinal);
        Npy("", "features.npy", UnitRows.Random(1, Dimension));
        var message = Assert.Throws<FeatureFileException>(() => FeatureFolder.Open(_folder.Path)).Message;
        Assert.Contains("img_emb_0.npy", message, StringComparison.Ordinal);
        Assert.Contains("photo_ids.csv is not there", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_without_rows_gives_no_block()
    {
        Pair("", "features.npy", "photo_ids.csv", "photo_id\n", []);
        Assert.Empty(Ids());
    }

    private string[] Ids() => [.. FeatureFolder.Open(_folder.Path).Read(_findings).SelectMany(block => block.Rows).Select(row => row.Id)];

    private void Pair(string inside, string npy, string csv, string table, Half[] vectors, int dimension = Dimension)
    {
        Npy(inside, npy, vectors, dimension);
        Text(inside, csv, table);
    }

    private void Npy(string inside, string name, Half[] vectors, int dimension = Dimension)
    {
        Directory.CreateDirectory(_folder.At(inside));
        using var writer = new NpyWriter(_folder.At(inside, name), vectors.Length / dimension, dimension);
        for (var at = 0; at < vectors.Length; at += dimension) writer.Append(vectors.AsSpan(at, dimension));
        writer.Complete();
    }

    private void Text(string inside, string name, string text)
    {
        Directory.CreateDirectory(_folder.At(inside));
        File.WriteAllText(_folder.At(inside, name), text);
    }
}
