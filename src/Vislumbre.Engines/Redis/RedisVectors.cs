// The client marks its calls for vector sets as ones that may still change; its version is pinned (Directory.Packages.props).
#pragma warning disable SER001
using System.Globalization;
using StackExchange.Redis;

namespace Vislumbre.Engines.Redis;

/// <summary>The calls for vector sets.</summary>
internal static class RedisVectors
{
    /// <summary>Adds a photo's vector or replaces it.</summary>
    public static Task Add(IDatabase database, RedisKey key, long id, float[] vector, string? attributes, VectorSetQuantization quantization)
    {
        var request = VectorSetAddRequest.Member(Member(id), vector, attributes);
        request.Quantization = quantization;
        return database.VectorSetAddAsync(key, request);
    }

    /// <summary>Removes a photo's vector.</summary>
    public static Task Remove(IDatabase database, RedisKey key, long id) => database.VectorSetRemoveAsync(key, Member(id));

    /// <summary>How many vectors there are.</summary>
    public static Task<long> Length(IDatabase database, RedisKey key, CommandFlags flags) => database.VectorSetLengthAsync(key, flags);

    /// <summary>The nearest of one key, by approximate cosines; of those that meet a filter, if there is one.</summary>
    public static async Task<(long Id, double Cosine)[]> Search(IDatabase database, RedisKey key, RedisQuestion question, bool isGarnet, CommandFlags flags)
    {
        var request = VectorSetSimilaritySearchRequest.ByVector(question.Embedding);
        request.Count = question.Count;
        request.WithScores = true;
        request.SearchExplorationFactor = question.Exploration;
        if (question.Filter is not null) (request.FilterExpression, request.MaxFilteringEffort) = (question.Filter, question.Effort);
        // A search on a thread of its own holds up its connection, over which all of ours go: so a server uses one core either way, and on its
        // main thread it answers a quarter to a half more (Redis 8.0.2).
        request.DisableThreading = !isGarnet;
        using var results = await database.VectorSetSimilaritySearchAsync(key, request, flags).ConfigureAwait(false);
        if (results is null) return [];
        var found = new (long, double)[results.Length];
        for (var i = 0; i < found.Length; i++)
        {
            var result = results.Span[i];
            // Redis gives (1 + cosine) / 2; Garnet the squared distance, which is 2 − 2 · cosine of unit vectors.
            found[i] = ((long)result.Member, isGarnet ? 1 - result.Score / 2 : 2 * result.Score - 1);
        }

        return found;
    }

    private static RedisValue Member(long id) => id.ToString(CultureInfo.InvariantCulture);
}
