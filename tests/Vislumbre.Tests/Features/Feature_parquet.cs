using Parquet;
using Parquet.Schema;
using Vislumbre.Features;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Features;

public sealed class Feature_parquet : IDisposable
{
    private const int Dimension = 8;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_is_read_again_group_by_group()
    {
        const int Rows = FeatureParquet.GroupRows + 5;
        var vectors = UnitRows.Random(Rows, Dimension);
        var rows = Enumerable.Range(0, Rows).Select(i => new FeatureRow($"id {i}") { Path = i % 2 == 0 ? $"p{i}" : null, Caption = i == 1 ? "maçã, \"é\"" : null }).ToList();
        await FeatureParquet.WriteAsync(_folder.At("features.parquet"), Dimension, rows.Select((row, i) => (row, (ReadOnlyMemory<Half>)vectors.AsMemory(i * Dimension, Dimension))));
        Assert.Equal([_folder.At("features.parquet")], Directory.GetFiles(_folder.Path));

        await using var reader = await ParquetReader.CreateAsync(_folder.At("features.parquet"));
        Assert.Equal(["photo_id", "embedding", "path", "address", "caption"], reader.Schema.Fields.Select(field => field.Name));
        Assert.Equal(2, reader.RowGroupCount);
        var (ids, paths, addresses, captions, numbers, begins) = (new List<string?>(), new List<string?>(), new List<string?>(), new List<string?>(), new List<float>(), new List<int>());
        for (var i = 0; i < 2; i++)
        {
            var group = reader.OpenRowGroupReader(i);
            var fields = reader.Schema.GetDataFields();
            foreach (var (texts, field) in new[] { (ids, fields[0]), (paths, fields[2]), (addresses, fields[3]), (captions, fields[4]) })
            {
                var column = new string?[group.RowCount];
                await group.ReadAsync(field, column.AsMemory());
                texts.AddRange(column);
            }

            var (values, definition, repetition) = (new float[group.RowCount * Dimension], new int[group.RowCount * Dimension], new int[group.RowCount * Dimension]);
            await group.ReadRawAsync<float>(fields[1], values, definition, repetition, default);
            numbers.AddRange(values);
            begins.AddRange(repetition);
        }

        Assert.Equal(rows.Select(row => row.Id), ids);
        Assert.Equal(rows.Select(row => row.Path), paths);
        Assert.All(addresses, Assert.Null);
        Assert.Equal(rows.Select(row => row.Caption), captions);
        Assert.Equal(Array.ConvertAll(vectors, number => (float)number), numbers);
        Assert.Equal(Enumerable.Range(0, Rows * Dimension).Select(i => i % Dimension == 0 ? 0 : 1), begins);
    }

    [Fact]
    public async Task A_folder_of_clip_retrieval_is_read_by_number_with_what_it_says_of_each_row()
    {
        foreach (var number in new[] { 10, 2 }) Vectors($"img_emb_{number}.npy", 2);
        await Metadata("metadata_2.parquet", ("key", ["k1", "k2"]), ("image_path", ["a.jpg", null]), ("url", [null, "https://x.org/2"]), ("caption", ["a dog", null]));
        await Metadata("metadata_10.parquet", ("image_path", ["b.jpg", null]), ("url", [null, null]), ("status", ["s", "s"]));
        var folder = FeatureFolder.Open(_folder.Path);
        Assert.Equal((FeatureLayout.ClipRetrieval, 4L), (folder.Layout, folder.EstimatedRows));
        Assert.Equal(
            [
                new FeatureRow("k1") { Path = "a.jpg", Caption = "a dog" }, new FeatureRow("k2") { Address = "https://x.org/2" },
                new FeatureRow("b.jpg") { Path = "b.jpg" }, new FeatureRow("img_emb_10.npy:1"),
            ],
            Assert.Single(folder.Read(new FeatureFindings())).Rows);
    }

    [Fact]
    public async Task Keys_that_are_numbers_are_ids_too()
    {
        Vectors("img_emb_0.npy", 2);
        var key = new DataField("key", typeof(long), isNullable: false);
        await using (var stream = File.Create(Metadata("metadata_0.parquet")))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(key), stream))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<long>(key, new long[] { 7, 8 }.AsMemory());
        }

        Assert.Equal(["7", "8"], Assert.Single(FeatureFolder.Open(_folder.Path).Read(new FeatureFindings())).Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task Metadata_of_other_rows_is_refused_with_both_counts()
    {
        Vectors("img_emb_0.npy", 2);
        await Metadata("metadata_0.parquet", ("key", ["k1", "k2", "k3"]));
        var message = Assert.Throws<FeatureFileException>(() => FeatureFolder.Open(_folder.Path).Read(new FeatureFindings()).ToList()).Message;
        Assert.Contains("img_emb_0.npy has 2 rows", message, StringComparison.Ordinal);
        Assert.Contains("metadata_0.parquet has 3", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_that_is_cut_short_anywhere_is_refused()
    {
        Vectors("img_emb_0.npy", 2);
        await Metadata("metadata_0.parquet", ("key", ["k1", "k2"]), ("url", ["u", null]));
        var path = _folder.At("metadata", "metadata_0.parquet");
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            var message = Assert.Throws<FeatureFileException>(() => FeatureFolder.Open(_folder.Path).Read(new FeatureFindings()).ToList()).Message;
            Assert.Contains(path, message, StringComparison.Ordinal);
        }
    }

    private void Vectors(string name, int rows)
    {
        Directory.CreateDirectory(_folder.At("img_emb"));
        var vectors = UnitRows.Random(rows, Dimension);
        using var writer = new NpyWriter(_folder.At("img_emb", name), rows, Dimension);
        for (var i = 0; i < rows; i++) writer.Append(vectors.AsSpan(i * Dimension, Dimension));
        writer.Complete();
    }

    private string Metadata(string name)
    {
        Directory.CreateDirectory(_folder.At("metadata"));
        return _folder.At("metadata", name);
    }

    private async Task Metadata(string name, params (string Name, string?[] Values)[] columns)
    {
        var fields = Array.ConvertAll(columns, column => new DataField(column.Name, typeof(string), isNullable: true));
        await using var stream = File.Create(Metadata(name));
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. fields]), stream);
        using var group = writer.CreateRowGroup();
        for (var i = 0; i < fields.Length; i++) await group.WriteAsync(fields[i], columns[i].Values!);
    }

    [Fact]
    public void What_does_not_end_is_given_up()
    {
        File.WriteAllText(_folder.At("endless"), "");
        using var end = new ManualResetEventSlim();
        Assert.Throws<InvalidDataException>(() => Vislumbre.Sources.ParquetPatience.Within(_folder.At("endless"), () => end.Wait(TimeSpan.FromSeconds(30)), TimeSpan.FromMilliseconds(50)));
        end.Set();
        Assert.Equal(7, Vislumbre.Sources.ParquetPatience.Within(_folder.At("endless"), () => 7));
        Assert.Throws<FormatException>(() => Vislumbre.Sources.ParquetPatience.Within<int>(_folder.At("endless"), () => throw new FormatException()));
    }
}
