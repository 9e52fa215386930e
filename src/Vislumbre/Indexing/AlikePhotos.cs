using System.Numerics.Tensors;
using Vislumbre.Catalog;
using Vislumbre.Imaging;

namespace Vislumbre.Indexing;

/// <summary>
/// Finds photos that are nearly the same: copies that were saved again, resized, or a little brighter. Their perceptual hashes differ in few
/// bits and their embeddings point the same way; either alone errs.
/// </summary>
/// <param name="catalog">Where they are.</param>
public sealed class AlikePhotos(PhotoCatalog catalog)
{
    /// <summary>Bits of 63 that two hashes may differ in.</summary>
    public const int MaximumDistance = 4;

    /// <summary>The least cosine of two embeddings.</summary>
    public const float MinimumCosine = 0.95f;

    // Of five bands of twelve bits one is the same in both where four bits differ at most: only photos that share a band are compared.
    private const int Bands = MaximumDistance + 1, BandBits = 12;

    /// <summary>Finds the groups, or gives those that are known where no photo has changed since, and keeps them in the catalog.</summary>
    /// <param name="cancellationToken">Stops it; what was known stays.</param>
    /// <returns>The groups, the largest first; in each the numbers ascend, and each photo is nearly the same as the first, which came before it.</returns>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public IReadOnlyList<IReadOnlyList<long>> Find(CancellationToken cancellationToken = default)
    {
        var state = catalog.Looks.AlikeState;
        if (!state.IsCurrent) catalog.Looks.SaveAlike(Compare(catalog.Looks.Hashes(), cancellationToken), state.Now);
        return [.. catalog.Looks.Alike().GroupBy(row => row.First, row => row.Id).Select(IReadOnlyList<long> (group) => [.. group.Order()]).OrderByDescending(group => group.Count).ThenBy(group => group[0])];
    }

    // A photo joins the first that came before it and that it is nearly the same as; chains of photos, each a little unlike the last, make no group.
    private List<List<long>> Compare(IReadOnlyList<(long Id, ulong Hash)> photos, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<long, List<long>>();
        var bands = Enumerable.Range(0, Bands).Select(_ => new Dictionary<ulong, List<(long Id, ulong Hash)>>()).ToArray();
        var embeddings = new Dictionary<long, float[]?>();
        foreach (var photo in photos)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A picture without any pattern has the hash of all such.
            if (photo.Hash == 0) continue;
            var first = bands.SelectMany((band, at) => band.GetValueOrDefault(Key(photo.Hash, at)) ?? []).Where(one => PerceptualHash.Distance(one.Hash, photo.Hash) <= MaximumDistance)
                .DistinctBy(one => one.Id).OrderBy(one => one.Id).FirstOrDefault(one => Cosine(Embedding(one.Id), Embedding(photo.Id)) >= MinimumCosine, photo).Id;
            if (first != photo.Id)
            {
                groups.TryAdd(first, [first]);
                groups[first].Add(photo.Id);
                continue;
            }

            for (var at = 0; at < Bands; at++)
            {
                if (!bands[at].TryGetValue(Key(photo.Hash, at), out var same)) bands[at][Key(photo.Hash, at)] = same = [];
                same.Add(photo);
            }
        }

        return [.. groups.Values];

        float[]? Embedding(long id) => embeddings.TryGetValue(id, out var known) ? known : embeddings[id] = catalog.Embeddings.Find(id);
    }

    private static ulong Key(ulong hash, int band) => hash >> (BandBits * band) & ((1 << BandBits) - 1);

    // A photo whose embedding went meanwhile is like no other.
    private static float Cosine(float[]? one, float[]? other) => one is null || other is null ? 0 : TensorPrimitives.Dot<float>(one, other);
}
