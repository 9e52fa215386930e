using System.Globalization;
using StackExchange.Redis;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Redis;

/// <summary>The keys of a library. What is in braces decides where in a cluster a key lies: each shard has its own.</summary>
/// <param name="Name">The library's name.</param>
internal readonly record struct RedisKeys(string Name)
{
    /// <summary>Holds the <see cref="RedisLayout"/> that is in force.</summary>
    public RedisKey State => $"vislumbre:{{{Name}}}:state";

    /// <summary>Held by the process that writes.</summary>
    public RedisKey Turn => $"vislumbre:{{{Name}}}:turn";

    /// <summary>Every epoch of which there may be keys, with its number of shards: what a process left behind that died is found here.</summary>
    public RedisKey Epochs => $"vislumbre:{{{Name}}}:epochs";

    /// <summary>A shard's vectors; members are the photos' numbers.</summary>
    public RedisKey Vectors(string epoch, int shard) => $"vislumbre:{{{Name}:{shard}}}:vectors:{epoch}";

    /// <summary>
    /// The change up to which a shard has taken up the catalog. It lies beside the vectors and is written after them, so that a server that
    /// lost its last writes, or is a replica that is behind, says so itself.
    /// </summary>
    public RedisKey Mark(string epoch, int shard) => $"vislumbre:{{{Name}:{shard}}}:mark:{epoch}";

    /// <summary>A mark's text.</summary>
    public static RedisValue Text(Generation generation) => string.Create(CultureInfo.InvariantCulture, $"{generation.Change}:{generation.Word}");

    /// <summary>Reads a mark; null where there is none.</summary>
    public static Generation? Read(RedisValue mark) =>
        ((string?)mark)?.Split(':') is { Length: 2 } parts && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var change) && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var word)
            ? new Generation(change, word)
            : null;
}
