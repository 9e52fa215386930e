using System.Globalization;
using Npgsql;
using Vislumbre.Engines.Postgres;
using Vislumbre.Models;
using Vislumbre.Sources;

namespace Vislumbre.Engines.Tests;

/// <summary>Databases that an earlier program made.</summary>
public sealed class Databases_of_before(PostgresServer postgres)
{
    [Fact]
    public void One_with_photos_and_a_queue_is_brought_up_by_whoever_comes_first_and_followed_on()
    {
        var address = postgres.NewDatabase();
        using (var connection = new NpgsqlConnection(PostgresAddress.Parse(address).ConnectionString))
        {
            connection.Open();
            const int Version = 4;
            var photo = $"""
                INSERT INTO meta VALUES ('schema_version', '{Version}');
                INSERT INTO photos (path, bytes, modified_ticks, sha256, status, format, width, height, handled_ticks) VALUES ('/old.jpg', 1, 1, 'old', 0, 'Jpeg', 1, 1, 1);
                INSERT INTO embeddings VALUES (1, '[1,0,0,0]');
                INSERT INTO work (path, bytes, modified_ticks) VALUES ('/waits.jpg', 7, 9);
                """;
            foreach (var step in PostgresSchema.Steps.Take(Version).Append(photo))
            {
                using var command = new NpgsqlCommand(step, connection);
                command.ExecuteNonQuery();
            }
        }

        Parallel.For(0, 6, _ => PostgresLibrary.Open(address));
        var (library, work) = IndexingWork.Open(address);
        library.Catalog.UseModel(new ModelIdentity("made", new string('a', 64), 4), "/model");
        var stand = library.Catalog.Embeddings.Generation;
        using (var writer = library.Catalog.Begin(beside: true))
        {
            writer.SaveIndexed(new() { Path = "/new.jpg", Bytes = 1, Sha256 = "new", Format = "Jpeg", Width = 1, Height = 1 }, [0, 1, 0, 0]);
            writer.SetMissing(1, missing: true);
            writer.Commit();
        }

        var changed = new List<string>();
        Assert.NotNull(library.Catalog.Embeddings.ReadChanges(stand, (id, vector) => changed.Add(string.Create(CultureInfo.InvariantCulture, $"{id} {vector.Length}"))));
        Assert.Equal(["1 0", "2 8"], changed);
        Assert.Equal(2, library.Nearest.Search(new float[] { 1, 0, 0, 0 }, 10).Found.Single().Id);
        var waits = Assert.Single(work.Lease("one", 10, TimeSpan.FromMinutes(1)));
        Assert.Equal(("/waits.jpg", 7L, 9L, null), (waits.Path, waits.Bytes, waits.ModifiedTicks, waits.Address));
        Assert.Equal(1, work.Add([new FoundFile("/more.jpg", 1, DateTime.UnixEpoch)]));
    }
}
