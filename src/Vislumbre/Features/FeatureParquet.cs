using System.Globalization;
using System.Numerics.Tensors;
using Parquet;
using Parquet.Schema;
using Vislumbre.Sources;

namespace Vislumbre.Features;

/// <summary>
/// Features as Parquet: writes a file with the columns photo_id, embedding (a list of float32), path, address and caption; reads the metadata
/// that img2dataset and clip-retrieval write beside their matrices.
/// </summary>
public static class FeatureParquet
{
    /// <summary>The rows of a row group: 8 MB of numbers at dimension 512.</summary>
    public const int GroupRows = 4096;

    private static readonly DataField Id = new("photo_id", typeof(string), isNullable: false);
    private static readonly DataField Number = new("element", typeof(float), isNullable: false);
    private static readonly DataField[] Texts = [.. new[] { "path", "address", "caption" }.Select(name => new DataField(name, typeof(string), isNullable: true))];
    private static readonly ParquetSchema Columns = new([Id, new ListField("embedding", Number), .. Texts]);

    /// <summary>Writes a file, in place of one that was there; it has its name only once it is whole.</summary>
    /// <param name="path">Where; its folder must be there.</param>
    /// <param name="dimension">Numbers a row.</param>
    /// <param name="rows">The rows, gone through once; a vector may be reused after its turn.</param>
    /// <param name="cancellationToken">Asked between row groups.</param>
    /// <exception cref="FeatureFileException">It cannot be written there.</exception>
    public static async Task WriteAsync(string path, int dimension, IEnumerable<(FeatureRow Row, ReadOnlyMemory<Half> Vector)> rows, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        using var file = new WholeFile(path);
        var writer = await ParquetWriter.CreateAsync(Columns, file.Stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            var group = new List<FeatureRow>(GroupRows);
            var numbers = new float[GroupRows * dimension];
            foreach (var (row, vector) in rows)
            {
                if (vector.Length != dimension) throw new ArgumentException($"A row has {dimension} numbers, not {vector.Length}.", nameof(rows));
                TensorPrimitives.ConvertToSingle(vector.Span, numbers.AsSpan(group.Count * dimension));
                group.Add(row);
                if (group.Count < GroupRows) continue;
                await WriteGroupAsync(writer, group, numbers, dimension, cancellationToken).ConfigureAwait(false);
                group.Clear();
            }

            if (group.Count > 0) await WriteGroupAsync(writer, group, numbers.AsMemory(0, group.Count * dimension), dimension, cancellationToken).ConfigureAwait(false);
        }

        file.Close();
        file.Name();
    }

    /// <summary>Reads what a clip-retrieval metadata file says of each row of its matrix; a column that is absent says nothing.</summary>
    /// <exception cref="FeatureFileException">It cannot be read, or has more or fewer rows than the matrix.</exception>
    internal static IReadOnlyList<FeatureRow?> Read(FeaturePair pair, long count)
    {
        try
        {
            // The file's stream is synchronous: the work is done on one thread.
            return ParquetPatience.Within(pair.Rows, () => ReadAsync(pair, count).GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is not FeatureFileException)
        {
            // The library has no exception of its own for a damaged file: it throws whatever its parsing stumbles over.
            throw new FeatureFileException(Language.Say(
                $"{pair.Rows} cannot be read as Parquet: {e.Message} Write it again.", $"{pair.Rows} não pode ser lido como Parquet: {e.Message} Escreva-o de novo."), e);
        }
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, List<FeatureRow> rows, ReadOnlyMemory<float> numbers, int dimension, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(Id, rows.ConvertAll(row => row.Id)).ConfigureAwait(false);

        // Every number is there (definition), and each row's first begins a list (repetition).
        var definition = new int[numbers.Length];
        var repetition = new int[numbers.Length];
        Array.Fill(definition, Number.MaxDefinitionLevel);
        for (var i = 0; i < repetition.Length; i++) repetition[i] = i % dimension == 0 ? 0 : Number.MaxRepetitionLevel;
        await group.WriteAllPartsAsync(Number, numbers, definition, repetition, cancellationToken).ConfigureAwait(false);

        Func<FeatureRow, string?>[] values = [row => row.Path, row => row.Address, row => row.Caption];
        for (var i = 0; i < Texts.Length; i++) await group.WriteAsync(Texts[i], rows.ConvertAll(row => values[i](row)!)).ConfigureAwait(false);
        group.CompleteValidate();
    }

    private static async Task<IReadOnlyList<FeatureRow?>> ReadAsync(FeaturePair pair, long count)
    {
        using var stream = File.OpenRead(pair.Rows);
        var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            // Before anything is made room for: what the file says of its size is not believed.
            var groups = Enumerable.Range(0, reader.RowGroupCount).Select(reader.OpenRowGroupReader).ToList();
            var announced = groups.Sum(group => group.RowCount);
            if (announced != count || groups.Exists(group => group.RowCount < 0)) throw pair.Disagree(count, announced);

            var fields = ParquetTable.PlainFields(reader);
            var rows = new List<FeatureRow?>((int)count);
            foreach (var group in groups)
            {
                var (keys, paths) = (Column(group, fields, "key"), Column(group, fields, "image_path"));
                var (addresses, captions) = (Column(group, fields, "url"), Column(group, fields, "caption"));
                for (var i = 0; i < (int)group.RowCount; i++)
                {
                    var id = keys[i] ?? paths[i] ?? addresses[i] ?? string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileName(pair.Vectors)}:{rows.Count}");
                    rows.Add(new FeatureRow(id) { Path = paths[i], Address = addresses[i], Caption = captions[i] });
                }
            }

            return rows;
        }
    }

    // A column as texts: null where it is blank, absent, or of neither text nor numbers.
    private static string?[] Column(ParquetRowGroupReader group, List<DataField> fields, string name) =>
        fields.Find(field => field.Name == name) is { } field ? Array.ConvertAll(ParquetTable.Texts(group, field), text => string.IsNullOrWhiteSpace(text) ? null : text) : new string?[group.RowCount];
}
