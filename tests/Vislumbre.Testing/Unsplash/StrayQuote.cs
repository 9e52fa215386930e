namespace Vislumbre.Testing.Unsplash;

/// <summary>A photo's row with a quote that opens and never closes.</summary>
/// <param name="Table">The file's name.</param>
/// <param name="Line">Its line, the header being line 1.</param>
/// <param name="PhotoId">Whose row it is; all its other fields are right.</param>
public sealed record StrayQuote(string Table, int Line, string PhotoId);
