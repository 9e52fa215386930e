namespace Vislumbre.Catalog;

/// <summary>The places inside a library on disk. The catalog is the truth; the rest is derived and may be deleted.</summary>
/// <param name="Path">The library's folder.</param>
public sealed record LibraryFolder(string Path)
{
    /// <summary><c>$VISLUMBRE_LIBRARY</c>, else <c>$XDG_DATA_HOME/vislumbre</c>, else the platform's own place for data.</summary>
    public static string DefaultPath
    {
        get
        {
            if (Environment.GetEnvironmentVariable("VISLUMBRE_LIBRARY") is { Length: > 0 } chosen) return chosen;
            if (Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data) return System.IO.Path.Combine(data, "vislumbre");
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (OperatingSystem.IsWindows()) return System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "vislumbre");
            return OperatingSystem.IsMacOS()
                ? System.IO.Path.Combine(home, "Library", "Application Support", "vislumbre")
                : System.IO.Path.Combine(home, ".local", "share", "vislumbre");
        }
    }

    /// <summary>The SQLite file.</summary>
    public string Catalog => System.IO.Path.Combine(Path, "catalog.db");

    /// <summary>The index's files.</summary>
    public string Vectors => System.IO.Path.Combine(Path, "vectors");

    /// <summary>The small pictures.</summary>
    public string Thumbnails => System.IO.Path.Combine(Path, "thumbnails");

    /// <summary>Held by the one process that writes.</summary>
    public string Lock => System.IO.Path.Combine(Path, "writer.lock");
}
