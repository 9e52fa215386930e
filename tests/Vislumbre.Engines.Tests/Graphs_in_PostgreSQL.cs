using System.Globalization;
using System.Numerics.Tensors;
using Npgsql;
using Vislumbre.Catalog;
using Vislumbre.Engines.Postgres;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Vectors;
using static Vislumbre.Engines.Tests.MadeRows;

namespace Vislumbre.Engines.Tests;

/// <summary>The graphs of pgvector, over embeddings and over their bits.</summary>
public sealed class Graphs_in_PostgreSQL(PostgresServer postgres)
{

    [Theory]
    [InlineData(PostgresCodes.Half)]
    [InlineData(PostgresCodes.Bit)]
    public void The_graph_of_pgvector_finds_what_an_exact_search_finds_with_conditions_too(PostgresCodes codes)
    {
        var (library, rows) = Filled(5000);
        var nearest = (PostgresNearest)library.Nearest;
        nearest.ExactBelow = 0;
        Assert.Null(nearest.Codes);
        Assert.True(nearest.Build(codes, Dimension));
        Assert.False(nearest.Build(codes, Dimension));
        Assert.False(nearest.Tidy(Dimension));
        Assert.True(nearest.Tidy(Dimension, always: true));
        Assert.Equal(codes, nearest.Codes);
        var (found, few) = (0, 0);
        for (var query = 0; query < 40; query++)
        {
            var asked = Row(400_000 + query);
            found += Exact(rows, asked, 5000).Intersect(library.Nearest.Search(asked, 10).Found.Select(one => one.Id)).Count();
            var answer = library.Nearest.Search(asked, 300, new PhotoScope(IdSet.Through(2500))).Found;
            Assert.Equal(300, answer.Length);
            Assert.All(answer, one => Assert.True(one.Id <= 2500));
            few += Exact(rows, asked, 2500).Intersect(answer.Select(one => one.Id)).Count();
        }

        // These rows have 64 numbers without any order, so that 64 bits say little; docs/engines.md has the recall of 512.
        var wanted = codes == PostgresCodes.Bit ? 380 : 396;
        Assert.True(found >= wanted, $"recall@10 {found / 400.0}");
        Assert.True(few >= wanted, $"recall@10 with a condition {few / 400.0}");
    }

    [Fact]
    public void The_graph_is_searched_and_not_all_rows()
    {
        var (library, _) = Filled(3000);
        var nearest = (PostgresNearest)library.Nearest;
        nearest.ExactBelow = 0;
        foreach (var (codes, name) in new[] { (PostgresCodes.Half, "embeddings_graph"), (PostgresCodes.Bit, "embeddings_bits"), (PostgresCodes.Half, "embeddings_graph") })
        {
            Assert.True(nearest.Build(codes, Dimension));
            nearest.Search(Row(1), 10);
            using var connection = new NpgsqlConnection(PostgresAddress.Parse(library.Place).ConnectionString);
            connection.Open();
            // What counts is told when a connection of the pool is idle for a while, or asked for.
            using var command = new NpgsqlCommand($"SELECT pg_stat_force_next_flush(); SELECT array_agg(indexrelname || ':' || (idx_scan > 0)) FROM pg_stat_user_indexes WHERE relname = 'embeddings' AND indexrelname <> 'embeddings_pkey'", connection);
            string[] scans = [];
            for (var tries = 0; tries < 50 && !scans.Contains($"{name}:true"); tries++)
            {
                Thread.Sleep(100);
                nearest.Search(Row(tries), 10);
                using var reader = command.ExecuteReader();
                reader.NextResult();
                reader.Read();
                scans = reader.GetFieldValue<string[]>(0);
            }

            Assert.Equal([$"{name}:true"], scans);
        }
    }

    [Fact]
    public async Task A_build_that_is_stopped_leaves_no_half_of_a_graph()
    {
        var (library, _) = Filled(8000);
        var nearest = (PostgresNearest)library.Nearest;
        using var stop = new CancellationTokenSource();
        var building = Task.Run(() => nearest.Build(PostgresCodes.Half, Dimension, stop.Token), TestContext.Current.CancellationToken);
        while (Ask<long>(library, "SELECT count(*) FROM pg_index WHERE indrelid = 'embeddings'::regclass AND NOT indisvalid") == 0)
        {
            Assert.False(building.IsCompleted, "it was built before it could be stopped");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => building);
        Assert.Equal(1, Ask<long>(library, "SELECT count(*) FROM pg_index WHERE indrelid = 'embeddings'::regclass")); // its key's
        Assert.Null(nearest.Codes);
        Assert.True(nearest.Build(PostgresCodes.Half, Dimension, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_second_graph_that_a_killed_build_left_is_removed_and_the_wanted_one_kept()
    {
        var (library, _) = Filled(300);
        var nearest = (PostgresNearest)library.Nearest;
        Assert.True(nearest.Build(PostgresCodes.Bit, Dimension));
        var kept = Ask<uint>(library, "SELECT 'embeddings_bits'::regclass::oid");
        Ask<object?>(library, $"CREATE INDEX embeddings_graph ON embeddings USING hnsw ((vector::halfvec({Dimension})) halfvec_cosine_ops)");
        Assert.True(nearest.Build(PostgresCodes.Bit, Dimension));
        Assert.Equal(PostgresCodes.Bit, nearest.Codes);
        Assert.Equal(kept, Ask<uint>(library, "SELECT 'embeddings_bits'::regclass::oid"));
        Assert.True(Ask<bool>(library, "SELECT to_regclass('embeddings_graph') IS NULL"));
    }

    [Fact]
    public void Of_a_large_library_the_mean_is_of_a_sample_in_any_language()
    {
        var (library, _) = Filled(300);
        // As the server would estimate a thousand times as many.
        Ask<object?>(library, "UPDATE pg_class SET reltuples = 300000 WHERE oid = 'embeddings'::regclass");
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("pt-BR");
            Assert.True(((PostgresNearest)library.Nearest).Build(PostgresCodes.Bit, Dimension));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task The_command_builds_one_and_says_what_it_is()
    {
        var (library, _) = Filled(50);
        Assert.Contains("one bit a number", await TheCommand.RunAsync("engine", "codes", "bit", "--library", library.Place), StringComparison.Ordinal);
        Assert.Contains("already", await TheCommand.RunAsync("engine", "codes", "bit", "--library", library.Place), StringComparison.Ordinal);
        Assert.Equal(PostgresCodes.Bit, ((PostgresNearest)PostgresLibrary.Open(library.Place).Nearest).Codes);
        using var refused = System.Diagnostics.Process.Start(TheCommand.Start("engine", "codes", "7", "--library", library.Place))!;
        Assert.Contains("half|bit", await refused.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await refused.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, refused.ExitCode);
    }

    private static IEnumerable<long> Exact(float[][] rows, float[] asked, int through) =>
        Enumerable.Range(1, through).OrderByDescending(id => TensorPrimitives.Dot<float>(asked, rows[id])).Take(10).Select(id => (long)id);

    private static T Ask<T>(PhotoLibrary library, string sql)
    {
        using var connection = new NpgsqlConnection(PostgresAddress.Parse(library.Place).ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return (T)command.ExecuteScalar()!;
    }

    private (PhotoLibrary Library, float[][] Rows) Filled(int count)
    {
        var library = PostgresLibrary.Open(postgres.NewDatabase(), create: true);
        library.Catalog.UseModel(new ModelIdentity("made", new string('a', 64), Dimension), "/model");
        var rows = Enumerable.Range(0, count + 1).Select(Row).ToArray();
        using var writer = library.Catalog.Begin();
        for (var id = 1; id <= count; id++) writer.SaveIndexed(new PhotoRecord { Path = $"/{id}.jpg", Bytes = id, Sha256 = $"{id:x64}", Format = "Jpeg", Width = 1, Height = 1 }, rows[id]);
        writer.Commit();
        return (library, rows);
    }
}
