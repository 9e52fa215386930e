namespace Vislumbre.Sources;

/// <summary>What an address gave.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="FinalAddress">The address after redirects.</param>
public sealed record FetchedPicture(byte[] Bytes, Uri FinalAddress);
