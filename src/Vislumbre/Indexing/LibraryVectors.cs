using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Vislumbre.Catalog;
using Vislumbre.Vectors;

namespace Vislumbre.Indexing;

/// <summary>
/// Keeps the index equal to the catalog: it catches up with each change, and is made again where it is missing, damaged, of another model or
/// of another history. Thread-safe; processes take turns.
/// </summary>
public sealed class LibraryVectors : INearestPhotos
{
    private const string Extension = ".vix";

    // Changed photos that are taken up at a time: of a million that were imported no more lie in memory.
    private const int ChangedTogether = 8192;

    private readonly LibraryFolder _folder;
    private readonly PhotoCatalog _catalog;
    private readonly Lock _gate = new();
    private VectorIndex? _index;

    internal LibraryVectors(LibraryFolder folder, PhotoCatalog catalog) => (_folder, _catalog) = (folder, catalog);

    /// <summary>Takes a sentence when the index is made again though there was one, and why.</summary>
    public Action<string>? Notice { get; set; }

    /// <summary>The index as the catalog is now; while another process or a compaction writes it, as it was before.</summary>
    /// <param name="dimension">The dimension of the library's model.</param>
    /// <param name="cancellationToken">Ends the waiting for another process that makes it.</param>
    /// <exception cref="LibraryException">It cannot be made.</exception>
    public VectorIndex Current(int dimension, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var generation = _catalog.Embeddings.Generation;
            if (_index is not null && Of(_index.State) == generation) return _index;
            // A library that can only be read is searched where its index is current.
            if (_index is null && Newest(dimension, Tag()) is { } found && Of(found.State) == generation) return _index = found;
            using var turn = Turn(waits: _index is null, cancellationToken);
            return turn is null ? _index! : _index = CaughtUp(dimension);
        }
    }

    /// <summary>Searches the current index; where it shows itself to be damaged it is made again, and searched then.</summary>
    /// <param name="dimension">The dimension of the library's model.</param>
    /// <param name="search">What to do with it.</param>
    /// <param name="cancellationToken">Ends the waiting for another process that makes it.</param>
    public T Search<T>(int dimension, Func<VectorIndex, T> search, CancellationToken cancellationToken = default)
    {
        try
        {
            return search(Current(dimension, cancellationToken));
        }
        catch (IndexDamageException damage)
        {
            Discard(damage.Path);
            return search(Current(dimension, cancellationToken));
        }
    }

    /// <inheritdoc/>
    public (Neighbour[] Found, long Rows) Search(ReadOnlyMemory<float> embedding, int count, PhotoScope? among = null, CancellationToken cancellationToken = default) =>
        Search(embedding.Length, index => (index.Search(embedding, count, among?.Ids, cancellationToken: cancellationToken), (long)index.Count), cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<Neighbour[]> SearchMany(IReadOnlyList<ReadOnlyMemory<float>> embeddings, int count, PhotoScope? among = null, CancellationToken cancellationToken = default) =>
        Search(embeddings[0].Length, index => index.SearchMany(embeddings, count, among?.Ids, cancellationToken: cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public long Count(int dimension, CancellationToken cancellationToken = default) => Current(dimension, cancellationToken).Count;

    /// <inheritdoc/>
    public bool Tidy(int dimension, bool always = false, CancellationToken cancellationToken = default) => Compact(dimension, always, cancellationToken);

    /// <summary>Writes the index anew without what was removed, in large blocks, where that is worth its time.</summary>
    /// <param name="dimension">The dimension of the library's model.</param>
    /// <param name="always">Whether to do so in any case.</param>
    /// <param name="cancellationToken">Asked between blocks; what there was stays.</param>
    /// <returns>Whether it was written.</returns>
    public bool Compact(int dimension, bool always = false, CancellationToken cancellationToken = default)
    {
        var index = Current(dimension, cancellationToken);
        if (!always && !index.WantsCompaction) return false;
        using var turn = Turn(waits: always, cancellationToken);
        if (turn is null) return false;
        try
        {
            // Another process was sooner.
            if (!File.Exists(index.Path)) return false;
            index.Refresh();
            var compact = index.Compact(NextName(), cancellationToken);
            RemoveOthers(compact.Path);
            // The turn first, then the gate: a search may hold the gate and wait for the turn.
            turn.Dispose();
            lock (_gate) _index = compact;
            Forget(Of(compact.State));
            return true;
        }
        catch (IndexDamageException damage)
        {
            turn.Dispose();
            Discard(damage.Path);
            Current(dimension, cancellationToken);
            return true;
        }
    }

    // Nothing stands before the index any more. Where the catalog is busy the changes stay until the next time.
    private void Forget(Generation before)
    {
        try
        {
            _catalog.Embeddings.ForgetChanges(before);
        }
        catch (LibraryException)
        {
            // They cost some bytes and no answer.
        }
    }

    private VectorIndex CaughtUp(int dimension)
    {
        Directory.CreateDirectory(_folder.Vectors);
        try
        {
            if (Open(dimension) is not { } index) return Build(dimension);
            if (Of(index.State) == _catalog.Embeddings.Generation || CatchUp(index)) return index;
            return Build(dimension);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    // Whether the index is now as the catalog is; else it must be made again.
    private bool CatchUp(VectorIndex index)
    {
        try
        {
            if (TakeChanges(index)) return true;
            Notice?.Invoke(Language.Say(
                "The index is of another state of the catalog, such as before it was restored from a copy: it is made again.",
                "O índice é de outro estado do catálogo, como antes de este ser restaurado de uma cópia: é refeito."));
        }
        catch (IOException)
        {
            // Some systems let nobody cut a file that is mapped: a new one is made. Where that cannot be written either, it is said.
        }

        return false;
    }

    // Each some thousand photos that changed lose the row that they had and get the one that they have now.
    private bool TakeChanges(VectorIndex index)
    {
        using var writer = index.Write();
        var (changed, ids, rows) = (new List<long>(), new List<long>(), new List<Half>());
        var generation = _catalog.Embeddings.ReadChanges(Of(index.State), (id, vector) =>
        {
            changed.Add(id);
            if (vector.Length > 0)
            {
                ids.Add(id);
                rows.AddRange(MemoryMarshal.Cast<byte, Half>(vector));
            }

            if (changed.Count == ChangedTogether) Take();
        });
        if (generation is not { } now) return false;
        Take();
        writer.Commit(Of(now));
        return true;

        void Take()
        {
            writer.Remove(CollectionsMarshal.AsSpan(changed));
            for (var i = 0; i < ids.Count; i++) writer.Append(ids[i], CollectionsMarshal.AsSpan(rows).Slice(i * index.Dimension, index.Dimension));
            changed.Clear();
            ids.Clear();
            rows.Clear();
        }
    }

    private byte[] Tag() => _catalog.Model is { } model ? SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(model.Identity.Sha256)) : [];

    private VectorIndex? Newest(int dimension, byte[] tag) =>
        Directory.Exists(_folder.Vectors) ? Files().Select(file => VectorIndex.TryOpen(file, dimension, tag)).FirstOrDefault(index => index is { State.Change: > 0 }) : null;

    // The newest that can be used; one that this process has open is kept.
    private VectorIndex? Open(int dimension)
    {
        var newest = Files().FirstOrDefault();
        if (newest is null) return null;
        if (_index is not null && newest == _index.Path)
        {
            _index.Refresh();
            return _index;
        }

        if (Newest(dimension, Tag()) is { } index) return index;
        Notice?.Invoke(Language.Say(
            $"The index in {_folder.Vectors} is damaged, of another version or of another model: it is made again from the catalog.",
            $"O índice em {_folder.Vectors} está danificado, é de outra versão ou de outro modelo: é refeito a partir do catálogo."));
        return null;
    }

    private VectorIndex Build(int dimension)
    {
        var (path, tag) = (NextName(), Tag());
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var writer = VectorIndex.Create(temporary, dimension, tag, Centre(dimension)).Write())
            {
                var generation = _catalog.Embeddings.Read((id, vector) => writer.Append(id, MemoryMarshal.Cast<byte, Half>(vector)));
                writer.Commit(Of(generation));
            }

            File.Move(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }

        RemoveOthers(path);
        return VectorIndex.TryOpen(path, dimension, tag) ?? throw new LibraryException(LibraryFault.Unusable, Language.Say(
            $"The index in {_folder.Vectors} cannot be read back: is the disk full?", $"O índice em {_folder.Vectors} não pode ser relido: o disco está cheio?"));
    }

    private float[] Centre(int dimension)
    {
        var centre = new RowMean(dimension);
        foreach (var vector in _catalog.Embeddings.Sample(RowMean.Enough)) centre.Add(MemoryMarshal.Cast<byte, Half>(vector));
        return centre.Value;
    }

    private void Discard(string path)
    {
        lock (_gate)
        {
            // Many searches may meet the damage at once: the first of them removes it.
            if (_index?.Path != path) return;
            _index = null;
            Notice?.Invoke(Language.Say($"{path} is damaged: it is made again from the catalog.", $"{path} está danificado: é refeito a partir do catálogo."));
            TryDelete(path);
        }
    }

    // Numbered files, each with a name that never comes again, since processes know theirs by the name: a new one takes the place of the old when it is whole, and the old goes when nobody reads it any more.
    private IEnumerable<string> Files() => Directory.EnumerateFiles(_folder.Vectors, $"*{Extension}").OrderByDescending(Number).ThenBy(file => file, StringComparer.Ordinal);

    private string NextName() => Path.Combine(_folder.Vectors, $"{Files().Select(Number).FirstOrDefault() + 1:D6}-{Guid.NewGuid():N}{Extension}");

    private static long Number(string file) => long.TryParse(Path.GetFileNameWithoutExtension(file).Split('-')[0], out var number) ? number : 0;

    // Under the lock nobody else writes: what a process left behind that died goes, too, and what an earlier version wrote.
    private void RemoveOthers(string current)
    {
        foreach (var pattern in (string[])[$"*{Extension}", $"*{Extension}.*.tmp", "*.vec"])
        {
            foreach (var file in Directory.EnumerateFiles(_folder.Vectors, pattern).Where(file => file != current)) TryDelete(file);
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process has it mapped: the next one removes it.
        }
    }

    /// <summary>The right to write, until disposed; null where another has it and nobody wants to wait.</summary>
    private FileStream? Turn(bool waits, CancellationToken cancellationToken)
    {
        for (; ; cancellationToken.WaitHandle.WaitOne(50))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Directory.CreateDirectory(_folder.Vectors);
                return new FileStream(Path.Combine(_folder.Vectors, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException e) when (IsTaken(e))
            {
                // Another process writes: its index is as good.
                if (!waits) return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Unwritable(e);
            }
        }
    }

    // What systems say where another has a file for itself: sharing and lock violations of Windows, EWOULDBLOCK of Linux and of macOS.
    private static bool IsTaken(IOException e) => (e.HResult & 0xFFFF) is 32 or 33 or 11 or 35;

    private LibraryException Unwritable(Exception e) => new(LibraryFault.Unusable, Language.Say(
        $"The index in {_folder.Vectors} cannot be written: {e.Message}", $"O índice em {_folder.Vectors} não pode ser gravado: {e.Message}"), e);

    private static Generation Of(IndexState state) => new(state.Change, (long)state.Word);

    private static IndexState Of(Generation generation) => new(generation.Change, (ulong)generation.Word);
}
