using Dapper;
using Microsoft.Data.Sqlite;

namespace Vislumbre.Catalog;

/// <summary>The catalog's schema, a step a version. Steps are only ever added.</summary>
internal static class Migrations
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE photos (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            path TEXT NOT NULL UNIQUE,
            bytes INTEGER NOT NULL,
            modified_ticks INTEGER NOT NULL,
            sha256 TEXT,
            status INTEGER NOT NULL,
            reason TEXT,
            format TEXT,
            width INTEGER,
            height INTEGER,
            handled_ticks INTEGER NOT NULL
        );
        CREATE INDEX photos_sha256 ON photos (sha256);
        CREATE INDEX photos_status ON photos (status);
        CREATE TABLE embeddings (
            photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
            vector BLOB NOT NULL
        );
        INSERT INTO meta VALUES ('generation', lower(hex(randomblob(8))));
        """,
    ];

    /// <summary>The schema's version in this program.</summary>
    public static int Version => Steps.Length;

    /// <summary>Brings a catalog up to this program's version.</summary>
    /// <exception cref="LibraryException">It is of a newer version.</exception>
    public static void Apply(SqliteConnection connection, string path)
    {
        if (Check(connection, path) == Steps.Length) return;
        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have been quicker while this one waited for the lock.
        for (var version = Check(connection, path); version < Steps.Length; version++)
        {
            connection.Execute(Steps[version], transaction: transaction);
            connection.Execute($"PRAGMA user_version = {version + 1}", transaction: transaction);
        }

        transaction.Commit();
    }

    private static int Check(SqliteConnection connection, string path)
    {
        var version = connection.ExecuteScalar<int>("PRAGMA user_version");
        if (version <= Steps.Length) return version;
        throw new LibraryException(LibraryFault.Newer, Language.Say(
            $"{path} was written by a newer Vislumbre (schema {version}; this one knows {Steps.Length}): update Vislumbre.",
            $"{path} foi escrito por um Vislumbre mais novo (esquema {version}; este conhece {Steps.Length}): atualize o Vislumbre."));
    }
}
