namespace Vislumbre.Models;

/// <summary>A place on the hub where files of a model are.</summary>
/// <param name="Repository">The repository, <c>owner/name</c>.</param>
/// <param name="Revision">The commit.</param>
/// <param name="Prefix">What stands before a file's path there.</param>
/// <param name="Only">The only file that is the same there; null where all are.</param>
public sealed record ModelSource(string Repository, string Revision, string Prefix = "", string? Only = null)
{
    /// <summary>Whether a file can be had there.</summary>
    public bool Has(ModelFile file) => Only is null || Only == file.Path;
}
