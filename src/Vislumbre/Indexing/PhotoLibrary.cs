using Vislumbre.Catalog;

namespace Vislumbre.Indexing;

/// <summary>A library: the catalog, and what is derived from it.</summary>
public sealed class PhotoLibrary
{
    private readonly bool _isShared;

    private PhotoLibrary(LibraryFolder folder, PhotoCatalog catalog)
    {
        (Folder, Catalog, Place) = (folder, catalog, folder.Path);
        Nearest = Vectors = new LibraryVectors(folder, catalog);
        Thumbnails = new ThumbnailStore(folder.Thumbnails);
    }

    /// <summary>A library whose catalog is elsewhere, where others may write it too.</summary>
    /// <param name="folder">Where what is derived is kept on this machine.</param>
    /// <param name="catalog">Its rows.</param>
    /// <param name="place">What it is called.</param>
    /// <param name="nearest">What finds its photos.</param>
    internal PhotoLibrary(LibraryFolder folder, PhotoCatalog catalog, string place, INearestPhotos nearest)
    {
        (Folder, Catalog, Place, Nearest, _isShared) = (folder, catalog, place, nearest, true);
        Vectors = new LibraryVectors(folder, catalog);
        Thumbnails = new ThumbnailStore(folder.Thumbnails);
    }

    private PhotoLibrary(PhotoLibrary same, INearestPhotos nearest) =>
        (Folder, Catalog, Place, Vectors, Thumbnails, Nearest, _isShared) = (same.Folder, same.Catalog, same.Place, same.Vectors, same.Thumbnails, nearest, same._isShared);

    /// <summary>The same library with something else that finds its photos.</summary>
    internal PhotoLibrary FoundBy(INearestPhotos nearest) => new(this, nearest);

    /// <summary>What it is called: its folder, or the address of its catalog.</summary>
    public string Place { get; }

    /// <summary>What finds its photos.</summary>
    public INearestPhotos Nearest { get; }

    /// <summary>Its places.</summary>
    public LibraryFolder Folder { get; }

    /// <summary>Its rows.</summary>
    public PhotoCatalog Catalog { get; }

    /// <summary>The embedded index of its photos, made where it is asked for.</summary>
    public LibraryVectors Vectors { get; }

    /// <summary>Its small pictures.</summary>
    public ThumbnailStore Thumbnails { get; }

    /// <summary>Opens the library of a folder.</summary>
    /// <param name="path">The folder; <see cref="LibraryFolder.DefaultPath"/> where absent.</param>
    /// <param name="create">Whether to make one where there is none.</param>
    /// <exception cref="LibraryException">There is none, or it cannot be used.</exception>
    public static PhotoLibrary Open(string? path = null, bool create = false)
    {
        var folder = new LibraryFolder(Path.GetFullPath(path ?? LibraryFolder.DefaultPath));
        return new PhotoLibrary(folder, PhotoCatalog.Open(folder, create));
    }

    /// <summary>Whether there is a library in a folder.</summary>
    /// <param name="path">The folder; <see cref="LibraryFolder.DefaultPath"/> where absent.</param>
    public static bool Exists(string? path = null) => File.Exists(new LibraryFolder(path ?? LibraryFolder.DefaultPath).Catalog);

    /// <summary>Claims the right to write until disposed; a process that dies gives it up. A catalog that is elsewhere is written by many: each of their changes is whole.</summary>
    /// <exception cref="LibraryException">Another process has it.</exception>
    public IDisposable Lock()
    {
        if (_isShared) return new MemoryStream();
        try
        {
            return new FileStream(Folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e) when (File.Exists(Folder.Lock))
        {
            throw new LibraryException(LibraryFault.Busy, Language.Say(
                $"Another vislumbre is writing the library in {Folder.Path}: wait until it ends.",
                $"Outro vislumbre está escrevendo a biblioteca em {Folder.Path}: espere que termine."), e);
        }
    }
}
