namespace Vislumbre.Models;

/// <summary>A dictionary of a pickle; only what stands under names is kept, since only that can be a tensor of a model.</summary>
internal sealed class PickledDictionary
{
    private readonly Dictionary<string, object?> _items = new(StringComparer.Ordinal);

    /// <summary>What stands under each name.</summary>
    public IReadOnlyDictionary<string, object?> Items => _items;

    /// <summary>Adds one, unless the name is taken.</summary>
    public bool TryAdd(string name, object? value) => _items.TryAdd(name, value);
}
