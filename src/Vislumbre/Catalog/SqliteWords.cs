using System.Data.Common;
using Dapper;

namespace Vislumbre.Catalog;

/// <summary>SQLite's full text, FTS5.</summary>
internal sealed class SqliteWords : WordTables
{
    /// <inheritdoc/>
    public override IEnumerable<long> Search(DbConnection connection, IReadOnlyList<string> phrases, bool any)
    {
        var values = new DynamicParameters(new { match = string.Join(" OR ", phrases.Select(Quoted)) });
        for (var i = 0; i < phrases.Count; i++) values.Add($"p{i}", Quoted(phrases[i]));
        var each = any || phrases.Count == 1 ? "" : "WHERE " + string.Join(" AND ", phrases.Select((_, i) =>
            $"id IN (SELECT p.id FROM details_text t JOIN photos p ON p.detail_id = t.rowid WHERE t.details_text MATCH @p{i} UNION ALL SELECT rowid FROM photos_text WHERE photos_text MATCH @p{i})"));
        return connection.Query<long>(
            $"""
            SELECT id FROM (
                SELECT p.id, t.rank FROM details_text t JOIN photos p ON p.detail_id = t.rowid WHERE t.details_text MATCH @match AND p.status = 0
                UNION ALL SELECT p.id, t.rank FROM photos_text t JOIN photos p ON p.id = t.rowid WHERE t.photos_text MATCH @match AND p.status = 0
            ) {each} GROUP BY id ORDER BY sum(rank), id
            """,
            values, buffered: false);
    }

    /// <inheritdoc/>
    public override bool IsSaid(DbConnection connection, bool isOfDetails, string place, long row, string phrase)
    {
        var table = isOfDetails ? "details_text" : "photos_text";
        return connection.ExecuteScalar<long>($"SELECT count(*) FROM {table} WHERE rowid = @row AND {table} MATCH @match", new { row, match = $"{place} : {Quoted(phrase)}" }) > 0;
    }

    /// <inheritdoc/>
    public override void SavePhoto(DbConnection connection, DbTransaction transaction, long id, string? name) => connection.Execute(
        """
        INSERT OR REPLACE INTO photos_text (rowid, name, description, keywords, place, photographer)
        SELECT @id, @name, k.description, k.keywords, concat_ws(char(10), k.location, k.city, k.country), k.photographer FROM (SELECT 1) LEFT JOIN looks k ON k.photo_id = @id
        """,
        new { id, name }, transaction);

    /// <inheritdoc/>
    public override void ForgetDetails(DbConnection connection, DbTransaction transaction, long id) =>
        connection.Execute("DELETE FROM details_text WHERE rowid = @id", new { id }, transaction);

    /// <inheritdoc/>
    public override void SaveDetails(DbConnection connection, DbTransaction transaction, string source)
    {
        connection.Execute("DELETE FROM details_text WHERE rowid IN (SELECT id FROM details WHERE source = @source)", new { source }, transaction);
        connection.Execute(
            """
            INSERT INTO details_text (rowid, description, keywords, place, photographer)
            SELECT d.id, concat_ws(char(10), d.description, d.ai_description),
                (SELECT group_concat(w.word, char(10)) FROM keywords k JOIN words w ON w.id = k.word WHERE k.detail_id = d.id),
                concat_ws(char(10), d.location, d.city, d.country, d.landmark),
                concat_ws(' ', d.photographer_first_name, d.photographer_last_name, d.photographer_username)
            FROM details d WHERE d.source = @source
            """,
            new { source }, transaction);
    }

    // What words mean to SQLite's query language means nothing here.
    private static string Quoted(string phrase) => $"\"{string.Concat(phrase.Select(c => char.IsControl(c) ? ' ' : c)).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
