namespace Vislumbre.Training.Data;

/// <summary>Numbers different captions in the order in which they come.</summary>
internal sealed class CaptionNumbers
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The captions by number.</summary>
    public IReadOnlyList<string> Captions => [.. _numbers.Keys];

    /// <summary>The numbers of a photo's captions, each once.</summary>
    public int[] Of(IEnumerable<string> captions) => [.. captions.Select(Of).Distinct()];

    /// <summary>A caption's number.</summary>
    public int Of(string caption)
    {
        if (!_numbers.TryGetValue(caption, out var number)) _numbers[caption] = number = _numbers.Count;
        return number;
    }
}
