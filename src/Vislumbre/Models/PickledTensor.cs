namespace Vislumbre.Models;

/// <summary>A tensor as a pickle describes it: a view into a storage; nothing of it is checked against the storage yet.</summary>
/// <param name="Storage">The row of numbers it looks into.</param>
/// <param name="Offset">Its first number, counted in numbers from the storage's start.</param>
/// <param name="Shape">The dimensions, outermost first.</param>
/// <param name="Strides">How many numbers further the next one along each dimension stands.</param>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides)
{
    /// <summary>Whether the numbers stand one after another in row-major order.</summary>
    public bool IsContiguous()
    {
        if (Shape.Contains(0))
            return true;
        long expected = 1;
        for (var axis = Shape.Count - 1; axis >= 0; axis--)
        {
            // Along a dimension of one there is no next number, and PyTorch writes any stride there.
            if (Shape[axis] != 1 && Strides[axis] != expected)
                return false;
            expected = unchecked(expected * Shape[axis]);
        }

        return true;
    }
}
