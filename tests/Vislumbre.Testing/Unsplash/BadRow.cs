namespace Vislumbre.Testing.Unsplash;

/// <summary>A row that no reader can take.</summary>
/// <param name="Table">The file's name.</param>
/// <param name="Line">The line of the file it begins at, the header being line 1; line breaks inside fields count.</param>
/// <param name="Record">Which record it is, the header being 1; line breaks inside fields do not count.</param>
/// <param name="Why">What is wrong.</param>
public sealed record BadRow(string Table, int Line, int Record, BadRowKind Why);
