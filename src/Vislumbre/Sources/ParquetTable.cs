using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Vislumbre.Sources;

/// <summary>Reads a source's table from a Parquet file, a row group at a time: its plain columns of text and numbers.</summary>
internal static class ParquetTable
{
    /// <summary>Reads the good rows.</summary>
    /// <exception cref="SourceException">It cannot be read, or lacks a column.</exception>
    public static IEnumerable<object?[]> Read(string path, SourceTable table, Action<TableFault> fault)
    {
        using var file = Try(path, () => File.OpenRead(path));
        // The file's stream is synchronous: nothing is waited for in this method.
        var reader = Try(path, () => ParquetReader.CreateAsync(file).GetAwaiter().GetResult());
        try
        {
            var fields = PlainFields(reader).ToArray();
            foreach (var row in new SourceTableReader(table, Path.GetFileName(path), fault).Read(Array.ConvertAll(fields, field => field.Name), Records(path, reader, fields))) yield return row;
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>The columns of one value a row, of text or numbers.</summary>
    public static List<DataField> PlainFields(ParquetReader reader) => [.. reader.Schema.GetDataFields().Where(field => field.Path.Length == 1 && field.MaxRepetitionLevel == 0 && IsPlain(field.ClrType))];

    private static IEnumerable<TableRecord> Records(string path, ParquetReader reader, DataField[] fields)
    {
        var line = 0;
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var columns = Try(path, () => Array.ConvertAll(fields, field => Texts(group, field)));
            for (var row = 0; row < group.RowCount; row++) yield return new TableRecord(++line, Array.ConvertAll(columns, column => column[row] ?? ""));
        }
    }

    private static bool IsPlain(Type type) => type == typeof(ReadOnlyMemory<char>) || type == typeof(string) || type == typeof(long) || type == typeof(int) || type == typeof(double) || type == typeof(float) || type == typeof(bool);

    /// <summary>A plain column of a row group as texts; null where there is nothing.</summary>
    public static string?[] Texts(ParquetRowGroupReader group, DataField field)
    {
        if (field.ClrType == typeof(long)) return Numbers<long>(group, field);
        if (field.ClrType == typeof(int)) return Numbers<int>(group, field);
        if (field.ClrType == typeof(double)) return Numbers<double>(group, field);
        if (field.ClrType == typeof(float)) return Numbers<float>(group, field);
        if (field.ClrType == typeof(bool)) return Numbers<bool>(group, field);
        var texts = new string?[group.RowCount];
        group.ReadAsync(field, texts.AsMemory()).AsTask().GetAwaiter().GetResult();
        return texts;
    }

    private static string?[] Numbers<T>(ParquetRowGroupReader group, DataField field)
        where T : struct, IConvertible
    {
        var numbers = new T?[group.RowCount];
        group.ReadAsync<T>(field, numbers.AsMemory()).AsTask().GetAwaiter().GetResult();
        return Array.ConvertAll(numbers, number => number?.ToString(CultureInfo.InvariantCulture));
    }

    private static T Try<T>(string path, Func<T> work)
    {
        try
        {
            return ParquetPatience.Within(path, work);
        }
        catch (Exception e) when (e is not VislumbreException and not OutOfMemoryException)
        {
            // The library has no exception of its own for a damaged file: it throws whatever its parsing stumbles over.
            throw new SourceException(Language.Say($"{path} cannot be read as Parquet: {e.Message}", $"{path} não pode ser lido como Parquet: {e.Message}"), e);
        }
    }
}
