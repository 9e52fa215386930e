using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Vislumbre.Sources;

/// <summary>
/// A release of the Unsplash data sets: the zip as it is downloaded, read in place and never unpacked, or a folder with its tables. A table
/// may be cut into parts (<c>photos.tsv000</c>, <c>photos.tsv001</c>, …); newer releases call them <c>.csv000</c>.
/// </summary>
public sealed partial class UnsplashRelease : IDisposable
{
    // Tables of text shrink to a fifth; what shrinks to a two-hundredth is made to fill a disk.
    private const long MaximumRatio = 200;

    private readonly ZipArchive? _zip;
    private readonly string _place;
    private readonly ILookup<string, (string Name, Func<Stream> Open)> _parts;

    private UnsplashRelease(string place, ZipArchive? zip, string fingerprint, ILookup<string, (string Name, Func<Stream> Open)> parts)
    {
        (_place, _zip, Fingerprint, _parts) = (place, zip, fingerprint, parts);
        if (parts.Contains(UnsplashTables.Photos.File)) return;
        zip?.Dispose();
        throw new SourceException(Language.Say(
            $"{place} holds no photos.tsv000 (nor photos.csv000): it is not an Unsplash data set.", $"{place} não contém photos.tsv000 (nem photos.csv000): não é um conjunto de dados do Unsplash."));
    }

    /// <summary>Changes when the tables do: of their names, lengths and checksums or times.</summary>
    public string Fingerprint { get; }

    /// <summary>Whether a folder has the tables.</summary>
    public static bool IsIn(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(file => TableOf(Path.GetFileName(file)) == UnsplashTables.Photos.File);

    /// <summary>Opens a release.</summary>
    /// <param name="path">The zip, or a folder with the tables.</param>
    /// <exception cref="SourceException">It is absent, damaged, or holds no photos.</exception>
    public static UnsplashRelease Open(string path)
    {
        path = Path.GetFullPath(path);
        if (Directory.Exists(path)) return OpenFolder(path);
        if (!File.Exists(path)) throw new SourceException(Language.Say($"There is no {path}.", $"Não existe {path}."));
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(File.OpenRead(path), ZipArchiveMode.Read);
            // The zip's own folders say nothing; a name is only looked at, never written to.
            var entries = zip.Entries.Where(entry => TableOf(entry.Name) is not null).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
            foreach (var entry in entries) Check(entry, path);
            var fingerprint = Hash(entries.Select(entry => $"{entry.Name} {entry.Length} {entry.Crc32:x8}"));
            return new UnsplashRelease(path, zip, fingerprint, entries.ToLookup(entry => TableOf(entry.Name)!, entry => (entry.Name, (Func<Stream>)(() => new CheckedStream(entry.Open(), entry.Name, entry.Length, entry.Crc32)))));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            zip?.Dispose();
            throw Unreadable(path, e);
        }
        catch (SourceException)
        {
            zip?.Dispose();
            throw;
        }
    }

    /// <summary>Reads a table's good rows, all parts, one row at a time.</summary>
    /// <param name="table">Which.</param>
    /// <param name="fault">Told of rows and values that are left out.</param>
    /// <exception cref="SourceException">It is damaged, or lacks a column.</exception>
    public IEnumerable<object?[]> Read(SourceTable table, Action<TableFault> fault)
    {
        foreach (var (name, open) in _parts[table.File])
        {
            using var text = new StreamReader(Try(open));
            using var rows = new SourceTableReader(table, name, fault).Read(text).GetEnumerator();
            while (Try(rows.MoveNext)) yield return rows.Current;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _zip?.Dispose();

    private static UnsplashRelease OpenFolder(string folder)
    {
        var files = new DirectoryInfo(folder).EnumerateFiles().Where(file => TableOf(file.Name) is not null).OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        var fingerprint = Hash(files.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}")));
        return new UnsplashRelease(folder, null, fingerprint, files.ToLookup(file => TableOf(file.Name)!, file => (file.Name, (Func<Stream>)(() => file.OpenRead()))));
    }

    private static void Check(ZipArchiveEntry entry, string path)
    {
        if (entry.Length <= MaximumRatio * Math.Max(entry.CompressedLength, 1024)) return;
        throw new SourceException(Language.Say(
            $"{entry.Name} in {path} says that it unpacks to {entry.Length / Math.Max(entry.CompressedLength, 1):N0} times its size: no table does. Get the zip again.",
            $"{entry.Name} em {path} diz que se expande a {entry.Length / Math.Max(entry.CompressedLength, 1):N0} vezes o seu tamanho: nenhuma tabela faz isso. Baixe o zip de novo."));
    }

    private T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(_place, e);
        }
    }

    private static SourceException Unreadable(string path, Exception e) => new(Language.Say(
        $"{path} cannot be read: {e.Message} If it is a download, delete it and get it again.", $"{path} não pode ser lido: {e.Message} Se for um download, apague-o e baixe de novo."), e);

    private static string Hash(IEnumerable<string> lines) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    private static string? TableOf(string name) => TableName().Match(name) is { Success: true } match ? match.Groups[1].Value.ToLowerInvariant() : null;

    [GeneratedRegex(@"^(photos|keywords|collections|conversions|colors)\.[tc]sv\d*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TableName();
}
