namespace Vislumbre.Encoding;

/// <summary>One thing that a model must do.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Passed">Whether it held.</param>
/// <param name="Detail">The figure that was found and the one that was expected.</param>
public sealed record VerificationCheck(string Name, bool Passed, string Detail);
