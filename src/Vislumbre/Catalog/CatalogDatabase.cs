using System.Data.Common;
using Dapper;

namespace Vislumbre.Catalog;

/// <summary>What holds a catalog's tables: how it is reached, and where its SQL is not the others'.</summary>
internal abstract class CatalogDatabase
{
    /// <summary>What it is called in messages; no password is in it.</summary>
    public abstract string Name { get; }

    /// <summary>The value that is false, as conditions here are made of it.</summary>
    public abstract string False { get; }

    /// <summary>The end of a condition that a value is among those of a parameter.</summary>
    public abstract string In(string parameter);

    /// <summary>How many values such a condition may best have.</summary>
    public virtual int IdsAtATime => 5000;

    /// <summary>What is said of photos, to be searched by its words.</summary>
    public abstract WordTables Words { get; }

    /// <summary>Opens a connection.</summary>
    public abstract DbConnection Connect();

    /// <summary>Opens one for millions of rows.</summary>
    public virtual DbConnection ConnectForMuch() => Connect();

    /// <summary>Makes the functions of filters known to a connection: <c>fits</c>, <c>fits_a_line</c>, <c>begins</c> and <c>distance_km</c>.</summary>
    public virtual void AddFunctions(DbConnection connection)
    {
    }

    /// <summary>Begins a change. Changes of embeddings are numbered in the order in which they are committed.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="beside">
    /// Whether others who say so too may write at the same time, where the database can do that: none of their photos may be the same. Else
    /// one at a time writes.
    /// </param>
    public abstract DbTransaction BeginWrite(DbConnection connection, bool beside = false);

    /// <summary>Logs, within a change, that the facts of a photo (<see cref="ConditionFacts"/>) are other ones.</summary>
    public virtual void NoteFacts(DbConnection connection, DbTransaction transaction, long id) =>
        connection.Execute("INSERT INTO vector_changes (photo_id, facts) VALUES (@id, 1)", new { id }, transaction);

    /// <summary>Begins to read one state.</summary>
    public abstract DbTransaction BeginRead(DbConnection connection);

    /// <summary>An expression for an embedding's column as bytes, and what they are read with.</summary>
    public abstract string VectorColumn(string column);

    /// <summary>The little-endian half-precision numbers of what <see cref="VectorColumn"/> gave.</summary>
    public abstract byte[] FromStored(byte[] bytes);

    /// <summary>An embedding as the value of a parameter.</summary>
    /// <param name="halves">Little-endian half-precision numbers.</param>
    public abstract object ToStored(byte[] halves);

    /// <summary>Adds many rows to a table.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="transaction">The change.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns, in the order of the values.</param>
    /// <param name="rows">The values; embeddings as <see cref="ToStored"/> gives them.</param>
    public abstract void Load(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows);

    /// <summary>Lets numbers of rows to come go on after those that were loaded.</summary>
    public virtual void AfterLoad(DbConnection connection, DbTransaction transaction, IEnumerable<string> tables)
    {
    }

    /// <summary>What is wrong with the stored tables; "ok" where nothing is.</summary>
    public abstract string CheckIntegrity();
}
