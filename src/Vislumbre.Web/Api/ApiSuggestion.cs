namespace Vislumbre.Web.Api;

/// <summary>A condition that a person may mean.</summary>
/// <param name="Query">The condition, as the query language has it.</param>
/// <param name="Field">What it asks of a photo.</param>
/// <param name="Value">What that should be.</param>
/// <param name="Photos">How many photos have it; null where that is not counted.</param>
internal sealed record ApiSuggestion(string Query, string Field, string Value, long? Photos);
