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

    /// <summary>Finds the groups and keeps them in the catalog.</summary>
    /// <param name="cancellationToken">Stops it; what was known stays.</param>
    /// <returns>The groups, the largest first; in each the numbers ascend, so that the first to come stands for it.</returns>
    /// <exception cref="LibraryException">The catalog cannot be written.</exception>
    public IReadOnlyList<IReadOnlyList<long>> Find(CancellationToken cancellationToken = default)
    {
        var photos = catalog.Looks.Hashes();
        var parents = Enumerable.Range(0, photos.Count).ToArray();
        var embeddings = new Dictionary<int, float[]>();
        for (var band = 0; band < Bands; band++)
        {
            // A picture without any pattern has the hash of all such.
            foreach (var bucket in Enumerable.Range(0, photos.Count).Where(at => photos[at].Hash != 0).GroupBy(at => photos[at].Hash >> (BandBits * band) & ((1 << BandBits) - 1)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Join([.. bucket]);
            }
        }

        var groups = Enumerable.Range(0, photos.Count).GroupBy(at => Root(parents, at)).Where(group => group.Count() > 1)
            .Select(IReadOnlyList<long> (group) => [.. group.Select(at => photos[at].Id).Order()]).OrderByDescending(group => group.Count).ThenBy(group => group[0]).ToList();
        catalog.Looks.SaveAlike(groups);
        return groups;

        void Join(int[] bucket)
        {
            for (var i = 1; i < bucket.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (PerceptualHash.Distance(photos[bucket[i]].Hash, photos[bucket[j]].Hash) > MaximumDistance) continue;
                    var (one, other) = (Root(parents, bucket[i]), Root(parents, bucket[j]));
                    if (one != other && Cosine(Embedding(bucket[i]), Embedding(bucket[j])) >= MinimumCosine) parents[Math.Max(one, other)] = Math.Min(one, other);
                }
            }
        }

        float[] Embedding(int at) => embeddings.TryGetValue(at, out var known) ? known : embeddings[at] = catalog.Embedding(photos[at].Id) ?? [];
    }

    // A photo whose embedding went meanwhile is like no other.
    private static float Cosine(float[] one, float[] other) => one.Length == other.Length && one.Length > 0 ? TensorPrimitives.Dot<float>(one, other) : 0;

    // Each look shortens the way (Tarjan and van Leeuwen 1984).
    private static int Root(int[] parents, int at)
    {
        while (parents[at] != at) at = parents[at] = parents[parents[at]];
        return at;
    }
}
