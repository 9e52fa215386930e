using Vislumbre.Indexing;

namespace Vislumbre.Cli;

/// <summary>Opens the library that a command works with.</summary>
internal static class LibraryChoice
{
    /// <summary>Opens it; what happens to its index unasked is said on the error stream.</summary>
    public static PhotoLibrary Open(string? path, bool create = false)
    {
        var photos = PhotoLibrary.Open(path, create);
        photos.Vectors.Notice = Complaint.Say;
        return photos;
    }
}
