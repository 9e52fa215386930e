using System.Security.Cryptography;
using System.Text.RegularExpressions;
using static Vislumbre.Sources.SourceValue;

namespace Vislumbre.Sources;

/// <summary>
/// A list of photos by address: a text file with an address a line ("#" begins a remark), or a table (.tsv, .csv, .parquet) with a column
/// <c>url</c> and, where it has them, <c>key</c>, <c>caption</c> and others that Unsplash's tables have.
/// </summary>
public sealed partial class AddressList
{
    /// <summary>What the catalog calls this source.</summary>
    public const string Source = "list";

    private const int KeyLength = 16;
    private static readonly string[] AddressNames = ["url", "address", "image_url", "image_address", "photo_image_url", "link"];
    private readonly string _path;

    private AddressList(string path) => _path = path;

    /// <summary>The columns that are read.</summary>
    public static SourceTable Table { get; } = new("details", "list",
    [
        new("key", Key, "key", "id", "photo_id"),
        new("image_address", Address, AddressNames) { Required = true },
        new("description", Text, "caption", "text", "description", "title", "photo_description"),
        new("page_address", Address, "page", "page_url", "photo_url"),
        .. UnsplashTables.Photos.Columns.Where(column => column.Name is not ("key" or "image_address" or "description" or "page_address")),
    ])
    { KeepsRest = true };

    /// <summary>Opens a list.</summary>
    /// <exception cref="SourceException">There is no such file.</exception>
    public static AddressList Open(string path)
    {
        path = Path.GetFullPath(path);
        return File.Exists(path) ? new AddressList(path) : throw new SourceException(Language.Say($"There is no list {path}.", $"Não existe a lista {path}."));
    }

    /// <summary>Reads the good rows; a photo without a key gets one from its address.</summary>
    /// <param name="fault">Told of rows and values that are left out.</param>
    /// <exception cref="SourceException">It cannot be read, or has no column of addresses.</exception>
    public IEnumerable<object?[]> Read(Action<TableFault> fault)
    {
        var rows = Path.GetExtension(_path).ToLowerInvariant() switch
        {
            ".parquet" => ParquetTable.Read(_path, Table, fault),
            ".csv" or ".tsv" => ReadTable(fault),
            _ => ReadLines(fault),
        };
        // Keys that come twice are no keys, and an address that comes twice is one photo.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var own = KeyOf((string)row[1]!);
            if (row[0] is not string key || !seen.Add(key))
            {
                if (!seen.Add(own)) continue;
                row[0] = own;
            }

            yield return row;
        }
    }

    private IEnumerable<object?[]> ReadTable(Action<TableFault> fault)
    {
        using var text = Open();
        foreach (var row in new SourceTableReader(Table, Path.GetFileName(_path), fault).Read(text)) yield return row;
    }

    private IEnumerable<object?[]> ReadLines(Action<TableFault> fault)
    {
        using var text = Open();
        foreach (var record in TableText.Lines(text))
        {
            var line = record.Fault is null ? record.Fields[0].Trim() : "";
            if (line.StartsWith('#')) continue;
            if (record.Fault is not null || !HttpAddress().IsMatch(line))
            {
                fault(new TableFault(Path.GetFileName(_path), record.Line, record.Fault ?? Language.Say("not an http address", "não é um endereço http")));
                continue;
            }

            var row = new object?[Table.Columns.Count + 1];
            row[1] = line;
            yield return row;
        }
    }

    private StreamReader Open()
    {
        try
        {
            return new StreamReader(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(Language.Say($"{_path} cannot be read: {e.Message}", $"{_path} não pode ser lido: {e.Message}"), e);
        }
    }

    private static string KeyOf(string address) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address)))[..KeyLength];

    [GeneratedRegex(@"^https?://\S+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HttpAddress();
}
