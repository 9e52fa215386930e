namespace Vislumbre.Models;

/// <summary>A row of numbers that a pickle refers to and the archive around it holds.</summary>
/// <param name="Key">The archive's entry <c>data/{Key}</c>.</param>
/// <param name="Element">How one number is written.</param>
/// <param name="Count">How many numbers there are, by the pickle's word.</param>
internal sealed record PickledStorage(string Key, TensorElement Element, long Count);
