using Vislumbre.Catalog;
using Vislumbre.Vectors;

namespace Vislumbre.Indexing;

/// <summary>Keeps the index equal to the catalog: it is made again from there whenever it is missing, damaged or behind. Thread-safe.</summary>
public sealed class LibraryVectors
{
    // While photos are being added each batch makes the index stale; following every one would only rebuild.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly LibraryFolder _folder;
    private readonly PhotoCatalog _catalog;
    private readonly Lock _gate = new();
    private ExactIndex? _index;
    private string? _generation;
    private long _checkedAt;

    internal LibraryVectors(LibraryFolder folder, PhotoCatalog catalog) => (_folder, _catalog) = (folder, catalog);

    /// <summary>The index as the catalog is now, or was at most two seconds ago.</summary>
    /// <param name="dimension">The dimension of the library's model.</param>
    public ExactIndex Current(int dimension)
    {
        lock (_gate)
        {
            if (_index is not null && Environment.TickCount64 - _checkedAt < Patience.TotalMilliseconds) return _index;
            var generation = _catalog.Generation;
            if (_index is null || generation != _generation)
            {
                // The old file is not closed: a search may be reading it. Its handles close when nobody holds it.
                _index = new ExactIndex(OpenOrBuild(generation, dimension));
                _generation = generation;
            }

            _checkedAt = Environment.TickCount64;
            return _index;
        }
    }

    private VectorFile OpenOrBuild(string generation, int dimension)
    {
        // Another process may build at the same time and tidy up: what it took away is made once more.
        for (var attempt = 1; ; attempt++)
        {
            if (TryOpenOrBuild(generation, dimension) is { } file) return file;
            if (attempt < 3) continue;
            throw new LibraryException(LibraryFault.Unusable, Language.Say(
                $"The index in {_folder.Vectors} cannot be read back: is the disk full?", $"O índice em {_folder.Vectors} não pode ser relido: o disco está cheio?"));
        }
    }

    private VectorFile? TryOpenOrBuild(string generation, int dimension)
    {
        var path = Name(generation);
        if (VectorFile.TryOpen(path) is { } file)
        {
            if (file.Dimension == dimension) return file;
            file.Dispose();
        }

        Directory.CreateDirectory(_folder.Vectors);
        var (ids, rows) = (new List<long>(), new List<ReadOnlyMemory<byte>>());
        generation = _catalog.ReadEmbeddings((id, vector) =>
        {
            ids.Add(id);
            rows.Add(vector.ToArray());
        });
        path = Name(generation);
        VectorFile.Write(path, dimension, ids.ToArray(), rows);
        RemoveOthers(path);
        return VectorFile.TryOpen(path);
    }

    // The name says of when it is, so that a file of another library or another state is never taken for it.
    private string Name(string generation) => Path.Combine(_folder.Vectors, $"{generation}.vec");

    // Files that are being written have another extension and stay; what is newer than this one is another process's.
    private void RemoveOthers(string current)
    {
        var written = File.GetLastWriteTimeUtc(current);
        foreach (var other in Directory.EnumerateFiles(_folder.Vectors, "*.vec").Where(file => file != current && File.GetLastWriteTimeUtc(file) < written))
        {
            try
            {
                File.Delete(other);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process has it mapped: the next one removes it.
            }
        }
    }
}
