using Vislumbre.Catalog;
using Vislumbre.Engines.Postgres;
using Vislumbre.Models;

namespace Vislumbre.Engines.Tests;

/// <summary>A streaming replica is searched as it is; it is asked to write nothing.</summary>
public sealed class Read_replica(PostgresServer postgres)
{
    [Fact]
    public void A_replica_answers_searches_with_what_it_has_replayed()
    {
        var address = postgres.NewDatabase();
        var library = PostgresLibrary.Open(address, create: true);
        library.Catalog.UseModel(new ModelIdentity("made", new string('a', 64), 4), "/model");
        Save("/first.jpg", [1, 0, 0, 0]);
        var folder = Path.Combine(Path.GetTempPath(), $"vislumbre-replica-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var port = PostgresServer.FreePort();
        try
        {
            var (said, isDone) = EngineScript.Run("postgres", "replica", folder, $"{port}", $"{postgres.Port}", "-c", "max_connections=500");
            Assert.True(isDone, said);
            var replica = PostgresLibrary.Open(address.Replace($":{postgres.Port}/", $":{port}/", StringComparison.Ordinal));
            Assert.Equal("/first.jpg", Found());
            Assert.False(replica.Nearest.Tidy(4, always: true));
            Save("/second.jpg", [0, 1, 0, 0]);
            for (var tries = 0; Found([0, 1, 0, 0]) != "/second.jpg" && tries < 100; tries++) Thread.Sleep(50);
            Assert.Equal("/second.jpg", Found([0, 1, 0, 0]));
            using var refused = replica.Catalog.Begin();
            Assert.Throws<LibraryException>(() => refused.Forget(1));

            string Found(params float[] asked) => replica.Catalog.Find(replica.Nearest.Search(asked.Length == 0 ? [1, 0, 0, 0] : asked, 1).Found[0].Id)!.Path;
        }
        finally
        {
            EngineScript.Run("postgres", "kill", folder);
            Directory.Delete(folder, recursive: true);
        }

        void Save(string path, float[] row)
        {
            using var writer = library.Catalog.Begin();
            writer.SaveIndexed(new PhotoRecord { Path = path, Sha256 = path }, row);
            writer.Commit();
        }
    }
}
