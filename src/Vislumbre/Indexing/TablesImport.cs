using System.Diagnostics;
using Vislumbre.Catalog;
using Vislumbre.Sources;

namespace Vislumbre.Indexing;

/// <summary>Takes the tables of a source into the catalog.</summary>
public static class TablesImport
{
    private const int MaximumListed = 1000;

    /// <summary>Takes an Unsplash release: all of it or, where it is stopped, nothing. The very release that was taken last is not taken again.</summary>
    /// <param name="library">The library.</param>
    /// <param name="release">The release.</param>
    /// <param name="progress">Told the rows taken so far.</param>
    /// <param name="cancellationToken">Asked between rows.</param>
    /// <exception cref="VislumbreException">A table is damaged, or the library cannot be written.</exception>
    public static TablesReport Run(PhotoLibrary library, UnsplashRelease release, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        if (library.Catalog.Details.Fingerprint(UnsplashTables.Source) == release.Fingerprint) return new TablesReport { Unchanged = true };
        return Run(library, UnsplashTables.Source, UnsplashTables.All.Select<SourceTable, (SourceTable, Func<Action<TableFault>, IEnumerable<object?[]>>)>(table => (table, fault => release.Read(table, fault))), release.Fingerprint, progress, cancellationToken);
    }

    /// <summary>Takes a list of addresses: all of it or, where it is stopped, nothing.</summary>
    /// <param name="library">The library.</param>
    /// <param name="list">The list.</param>
    /// <param name="cancellationToken">Asked between rows.</param>
    /// <exception cref="VislumbreException">The list is damaged, or the library cannot be written.</exception>
    public static TablesReport Run(PhotoLibrary library, AddressList list, CancellationToken cancellationToken = default) =>
        Run(library, AddressList.Source, [(AddressList.Table, list.Read)], null, null, cancellationToken);

    private static TablesReport Run(
        PhotoLibrary library, string source, IEnumerable<(SourceTable Table, Func<Action<TableFault>, IEnumerable<object?[]>> Read)> tables, string? fingerprint, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var writing = library.Lock();
        var faults = new List<TableFault>();
        var (faultCount, strangers, done) = (0L, 0L, 0L);
        var rows = new Dictionary<string, long>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        using var writer = library.Catalog.Details.Begin(source);
        foreach (var (table, read) in tables)
        {
            var (taken, unknown) = writer.Write(table, Counted(read(Note), table.Name == UnsplashTables.Photos.Name), cancellationToken);
            rows[table.File] = taken;
            strangers += unknown;
        }

        writer.Commit(fingerprint);
        return new TablesReport { Rows = rows, Keys = keys, Strangers = strangers, FaultCount = faultCount, Faults = faults, Elapsed = clock.Elapsed };

        IEnumerable<object?[]> Counted(IEnumerable<object?[]> all, bool photos)
        {
            foreach (var row in all)
            {
                if (photos) keys.Add((string)row[0]!);
                if (++done % 10_000 == 0) progress?.Report(done);
                yield return row;
            }
        }

        void Note(TableFault fault)
        {
            if (++faultCount <= MaximumListed) faults.Add(fault);
        }
    }
}
