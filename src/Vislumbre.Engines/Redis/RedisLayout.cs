using System.Globalization;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Redis;

/// <summary>How an index lies in Redis: what the library's state key holds.</summary>
/// <param name="Epoch">Tells its keys from those of an index made before or after it.</param>
/// <param name="Shards">Over how many keys its vectors are spread.</param>
/// <param name="Dimension">The vectors' dimension.</param>
/// <param name="Model">The hash of the model that they are of.</param>
internal sealed record RedisLayout(string Epoch, int Shards, int Dimension, string Model)
{
    // The first had no attributes beside vectors.
    private const string Version = "2", WithoutAttributes = "1";

    /// <summary>The key in which a photo's vector is. Numbers of photos follow each other, so they are mixed (Steele, Lea and Flood, OOPSLA 2014).</summary>
    public int ShardOf(long id)
    {
        var mixed = unchecked((ulong)id + 0x9E3779B97F4A7C15);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        return (int)((mixed ^ (mixed >> 31)) % (ulong)Shards);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version};{Epoch};{Shards};{Dimension};{Model}");

    /// <summary>Reads what a state key holds; null where it holds none, or one of an earlier version, so that the index is made anew.</summary>
    /// <exception cref="LibraryException">A newer program wrote it.</exception>
    public static RedisLayout? Parse(string? text, string place)
    {
        if (text?.Split(';') is not { Length: > 1 } parts) return null;
        if (parts[0] == WithoutAttributes) return null;
        if (parts[0] != Version)
        {
            throw new LibraryException(LibraryFault.Newer, Language.Say(
                $"The index in {place} was written by a newer Vislumbre: update Vislumbre.", $"O índice em {place} foi escrito por um Vislumbre mais novo: atualize o Vislumbre."));
        }

        return parts.Length == 5 && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var shards) && shards > 0 && int.TryParse(parts[3], CultureInfo.InvariantCulture, out var dimension)
            ? new RedisLayout(parts[1], shards, dimension, parts[4])
            : null;
    }
}
