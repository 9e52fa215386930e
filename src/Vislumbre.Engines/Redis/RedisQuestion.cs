namespace Vislumbre.Engines.Redis;

/// <summary>What a shard is asked for.</summary>
/// <param name="Embedding">Unit length.</param>
/// <param name="Count">At most so many of its nearest.</param>
/// <param name="Exploration">So many candidates it weighs on its way.</param>
/// <param name="Filter">What they must meet, see <see cref="RedisAttributes"/>; null for nothing.</param>
/// <param name="Effort">So many it looks at for those that meet the filter.</param>
internal sealed record RedisQuestion(ReadOnlyMemory<float> Embedding, int Count, int Exploration, string? Filter = null, int Effort = 0);
