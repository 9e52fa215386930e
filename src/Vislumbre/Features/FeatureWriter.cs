using System.Buffers;
using System.Globalization;

namespace Vislumbre.Features;

/// <summary>
/// Writes features as the notebook keeps them: all in one (<c>features.npy</c> and <c>photo_ids.csv</c>), or a pair for each batch of 32 rows. Ids have
/// their name before the matrix has, so wherever it is stopped a matrix that is there is whole and has its ids.
/// </summary>
public sealed class FeatureWriter : IDisposable
{
    /// <summary>The rows of a batch.</summary>
    public const int BatchRows = 32;

    private static readonly SearchValues<char> ToQuote = SearchValues.Create(",\"\r\n");

    private readonly string _folder;
    private readonly FeatureLayout _layout;
    private readonly FeaturePrecision _precision;
    private readonly int _dimension;
    private readonly long _rows;
    private long _written;
    private WholeFile? _ids;
    private StreamWriter? _text;
    private NpyWriter? _vectors;

    /// <summary>Begins an export.</summary>
    /// <param name="folder">Where; made if it is not there. An export all in one takes the place of an older one, batches need a folder without any.</param>
    /// <param name="layout">All in one or batches.</param>
    /// <param name="rows">How many rows will come, zero or more.</param>
    /// <param name="dimension">Numbers a row, from 1 to 65,536.</param>
    /// <param name="precision">16 or 32 bits a number.</param>
    /// <exception cref="FeatureFileException">It cannot be written there, or there are batches already.</exception>
    public FeatureWriter(string folder, FeatureLayout layout, long rows, int dimension, FeaturePrecision precision = FeaturePrecision.Bits16)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (layout is not (FeatureLayout.Combined or FeatureLayout.Batches)) throw new ArgumentOutOfRangeException(nameof(layout));
        (_folder, _layout, _rows, _dimension, _precision) = (Path.GetFullPath(folder), layout, rows, dimension, precision);
        try
        {
            Directory.CreateDirectory(_folder);
            if (layout == FeatureLayout.Batches && Directory.EnumerateFiles(_folder).Any(file => IsBatch(Path.GetFileName(file))))
            {
                throw FeatureFileException.Of(_folder, "holds batches already, and they would be mixed with the new ones: choose another folder or empty it",
                    "já contém lotes, que se misturariam com os novos: escolha outra pasta ou esvazie-a");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeatureFileException(Language.Say($"{_folder} cannot be written: {e.Message}", $"{_folder} não pode ser escrita: {e.Message}"), e);
        }

        if (layout == FeatureLayout.Combined) Begin();
    }

    /// <summary>Writes the next row.</summary>
    /// <param name="id">What the row is, never blank.</param>
    /// <param name="vector">Its numbers, as many as the dimension.</param>
    public void Append(string id, ReadOnlySpan<Half> vector)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        if (_written == _rows) throw new InvalidOperationException($"{_rows} rows were announced and more came.");
        if (_vectors is null) Begin();
        _vectors!.Append(vector);
        _text!.Write(id.AsSpan().ContainsAny(ToQuote) ? $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n" : id + "\n");
        _written++;
        if (_layout == FeatureLayout.Batches && (_written % BatchRows == 0 || _written == _rows)) Finish();
    }

    /// <summary>Gives what is still under way its name.</summary>
    /// <exception cref="InvalidOperationException">Fewer rows came than were announced.</exception>
    public void Complete()
    {
        if (_written != _rows) throw new InvalidOperationException($"{_rows} rows were announced and {_written} came.");
        if (_vectors is not null) Finish();
    }

    /// <summary>Throws away what is not complete; batches that are stay.</summary>
    public void Dispose()
    {
        try
        {
            _text?.Dispose();
        }
        catch (IOException)
        {
            // The disk is full; the file below it is thrown away all the same.
        }
        finally
        {
            _ids?.Dispose();
            _vectors?.Dispose();
        }
    }

    private static bool IsBatch(string name) => Path.GetExtension(name) is ".npy" or ".csv" && Path.GetFileNameWithoutExtension(name).All(char.IsAsciiDigit);

    private void Begin()
    {
        var (ids, vectors) = Names();
        _ids = new WholeFile(ids);
        _text = new StreamWriter(_ids.Stream, leaveOpen: true);
        _text.Write("photo_id\n");
        _vectors = new NpyWriter(vectors, _layout == FeatureLayout.Combined ? _rows : Math.Min(BatchRows, _rows - _written), _dimension, _precision);
    }

    private void Finish()
    {
        _text!.Dispose();
        _ids!.Close();
        _vectors!.Close();
        // An older matrix goes first, or for a moment it would stand beside the new ids.
        if (_layout == FeatureLayout.Combined) File.Delete(Path.Combine(_folder, FeatureFiles.CombinedVectors));
        _ids.Name();
        _vectors.Name();
        (_text, _ids, _vectors) = (null, null, null);
    }

    private (string Ids, string Vectors) Names()
    {
        if (_layout == FeatureLayout.Combined) return (Path.Combine(_folder, FeatureFiles.CombinedRows), Path.Combine(_folder, FeatureFiles.CombinedVectors));
        var batch = (_written / BatchRows).ToString("D10", CultureInfo.InvariantCulture);
        return (Path.Combine(_folder, batch + ".csv"), Path.Combine(_folder, batch + ".npy"));
    }
}
