using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Vislumbre.Catalog;
using Vislumbre.Engines.Redis;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Engines.Tests;

/// <summary>A catalog in a folder of its own, whose photos lie in clusters.</summary>
public sealed class RedisPhotos : IDisposable
{
    public const int Dimension = 64;
    private const int Clusters = 100;

    private readonly TemporaryFolder _folder = new();

    public RedisPhotos(int count = 0)
    {
        Library = PhotoLibrary.Open(_folder.At("library"), create: true);
        Library.Catalog.UseModel(new ModelIdentity("test", "abcd", Dimension), "/models/test");
        Save(0, count);
    }

    public PhotoLibrary Library { get; }

    public PhotoCatalog Catalog => Library.Catalog;

    public void Dispose() => _folder.Dispose();

    public void Save(int from, int count, int salt = 0)
    {
        using var writer = Catalog.Begin();
        for (var i = from; i < from + count; i++) writer.SaveIndexed(new PhotoRecord { Path = Path(i), Bytes = 1, ModifiedTicks = 1, Sha256 = $"{i}", Format = "Jpeg", Width = 1, Height = 1, HandledTicks = 1 }, Embedding(i, salt));
        writer.Commit();
    }

    public void Change(Action<CatalogWriter> change)
    {
        using var writer = Catalog.Begin();
        change(writer);
        writer.Commit();
    }

    public long IdOf(int number) => Catalog.FindPath(Path(number))!.Id;

    public static float[] Embedding(int number, int salt = 0)
    {
        var (centre, own) = (new Random(number % Clusters), new Random(number + 1_000_000 * (salt + 1)));
        return Unit([.. Enumerable.Range(0, Dimension).Select(_ => centre.NextSingle() - 0.5f + 0.5f * (own.NextSingle() - 0.5f))]);
    }

    public static float[] Query(int number) => Embedding(number, salt: 999);

    /// <summary>The nearest by a plain sort of all that the catalog holds.</summary>
    public Neighbour[] Exact(float[] query, int count, Func<long, bool>? among = null)
    {
        var all = new List<Neighbour>();
        Catalog.Embeddings.Read((id, vector) =>
        {
            if (among?.Invoke(id) != false) all.Add(new Neighbour(id, TensorPrimitives.Dot<float>(query, HalfVector.Decode(vector))));
        });
        return [.. all.OrderByDescending(one => one.Score).ThenBy(one => one.Id).Take(count)];
    }

    /// <summary>Which part of the nearest of some queries is found; scores must be the cosines, and no answer may be short.</summary>
    /// <param name="nearest">What finds them.</param>
    /// <param name="queries">How many queries.</param>
    /// <param name="count">How many each asks for.</param>
    /// <param name="among">Who may be given.</param>
    /// <param name="condition">What those meet, where it is by a condition that is asked.</param>
    public double Recall(RedisNearest nearest, int queries = 20, int count = 10, IdSet? among = null, PhotoFilter? condition = null)
    {
        var found = 0;
        var wanted = 0;
        for (var i = 0; i < queries; i++)
        {
            var query = Query(i * 7);
            var scope = condition is not null ? new PhotoScope(Catalog, condition) : among is not null ? new PhotoScope(among) : null;
            var exact = Exact(query, count, among is null ? null : among.Contains);
            var hits = nearest.Search(query, count, scope, TestContext.Current.CancellationToken).Found;
            Assert.Equal(exact.Length, hits.Length);
            Assert.Equal(hits.OrderByDescending(hit => hit.Score).Select(hit => hit.Id), hits.Select(hit => hit.Id));
            if (among is not null) Assert.All(hits, hit => Assert.True(among.Contains(hit.Id)));
            foreach (var (id, score) in hits) Assert.Equal(TensorPrimitives.Dot<float>(query, Catalog.Embeddings.Find(id)!), score, 1e-3f);
            found += hits.Select(hit => hit.Id).Intersect(exact.Select(hit => hit.Id)).Count();
            wanted += exact.Length;
        }

        return (double)found / Math.Max(wanted, 1);
    }

    private static string Path(int number) => $"/photos/{number}.jpg";

    private static float[] Unit(float[] row)
    {
        var length = TensorPrimitives.Norm<float>(row);
        return Array.ConvertAll(row, one => one / length);
    }
}
