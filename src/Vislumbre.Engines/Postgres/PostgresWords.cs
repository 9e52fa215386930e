using System.Data.Common;
using Dapper;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Postgres;

/// <summary>PostgreSQL's full text. Texts and phrases are folded to words without accents first; stems are Porter's, as elsewhere.</summary>
internal sealed class PostgresWords : WordTables
{
    private const string Ranked = "ts_rank_cd(t.everything, q.sought, 1)";

    /// <inheritdoc/>
    public override IEnumerable<long> Search(DbConnection connection, IReadOnlyList<string> phrases, bool any)
    {
        var values = new DynamicParameters();
        for (var i = 0; i < phrases.Count; i++) values.Add($"p{i}", phrases[i]);
        var each = any || phrases.Count == 1 ? "" : "WHERE " + string.Join(" AND ", phrases.Select((_, i) =>
            $"id IN (SELECT p.id FROM details_text t JOIN photos p ON p.detail_id = t.id WHERE t.everything @@ phrase_of(@p{i}) UNION ALL SELECT id FROM photos_text WHERE everything @@ phrase_of(@p{i}))"));
        return connection.Query<long>(
            $"""
            WITH q AS (SELECT {string.Join(" || ", phrases.Select((_, i) => $"phrase_of(@p{i})"))} AS sought)
            SELECT id FROM (
                SELECT p.id, {Ranked} AS rank FROM q, details_text t JOIN photos p ON p.detail_id = t.id WHERE t.everything @@ q.sought AND p.status = 0
                UNION ALL SELECT p.id, {Ranked} FROM q, photos_text t JOIN photos p ON p.id = t.id WHERE t.everything @@ q.sought AND p.status = 0
            ) AS found {each} GROUP BY id ORDER BY sum(rank) DESC, id
            """,
            values, buffered: false);
    }

    /// <inheritdoc/>
    public override bool IsSaid(DbConnection connection, bool isOfDetails, string place, long row, string phrase) => connection.ExecuteScalar<bool>(
        $"SELECT EXISTS (SELECT 1 FROM {(isOfDetails ? "details_text" : "photos_text")} WHERE id = @row AND {place} @@ phrase_of(@phrase))", new { row, phrase });

    /// <inheritdoc/>
    public override void SavePhoto(DbConnection connection, DbTransaction transaction, long id, string? name) => connection.Execute(
        """
        INSERT INTO photos_text (id, name, description, keywords, place, photographer)
        SELECT @id, words_of(@name), words_of(k.description), words_of(k.keywords), words_of(concat_ws(' ', k.location, k.city, k.country)), words_of(k.photographer)
        FROM (SELECT 1) AS one LEFT JOIN looks k ON k.photo_id = @id
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, keywords = excluded.keywords, place = excluded.place, photographer = excluded.photographer
        """,
        new { id, name }, transaction);

    /// <inheritdoc/>
    public override void ForgetDetails(DbConnection connection, DbTransaction transaction, long id) =>
        connection.Execute("DELETE FROM details_text WHERE id = @id", new { id }, transaction);

    /// <inheritdoc/>
    public override void SaveDetails(DbConnection connection, DbTransaction transaction, string source)
    {
        connection.Execute("DELETE FROM details_text WHERE id IN (SELECT id FROM details WHERE source = @source)", new { source }, transaction, commandTimeout: 0);
        connection.Execute(
            """
            INSERT INTO details_text (id, description, keywords, place, photographer)
            SELECT d.id, words_of(concat_ws(' ', d.description, d.ai_description)),
                words_of((SELECT string_agg(w.word, ' ') FROM keywords k JOIN words w ON w.id = k.word WHERE k.detail_id = d.id)),
                words_of(concat_ws(' ', d.location, d.city, d.country, d.landmark)),
                words_of(concat_ws(' ', d.photographer_first_name, d.photographer_last_name, d.photographer_username))
            FROM details d WHERE d.source = @source
            """,
            new { source }, transaction, commandTimeout: 0);
    }
}
