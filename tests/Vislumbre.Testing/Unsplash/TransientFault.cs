namespace Vislumbre.Testing.Unsplash;

/// <summary>What happens to one request and not to the next.</summary>
internal enum TransientFault
{
    None,
    Reset,
    Unavailable,
    Stall,
}
