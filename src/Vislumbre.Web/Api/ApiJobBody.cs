namespace Vislumbre.Web.Api;

/// <summary>What to index.</summary>
/// <param name="Paths">Files and folders of the server's machine.</param>
/// <param name="RetryFailed">Whether photos that failed are tried again.</param>
internal sealed record ApiJobBody(IReadOnlyList<string> Paths, bool RetryFailed = false);
