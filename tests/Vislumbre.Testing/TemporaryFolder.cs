namespace Vislumbre.Testing;

/// <summary>A folder of a test's own, deleted with all that is in it at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes an empty folder under the system's temporary one.</summary>
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("vislumbre-test-").FullName;

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The full path of something in it.</summary>
    public string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
    }
}
