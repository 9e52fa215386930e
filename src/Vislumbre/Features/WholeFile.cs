namespace Vislumbre.Features;

/// <summary>A file that has its name only once it is whole: until then it is written under another beside it.</summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _temporary;
    private readonly string _path;
    private readonly FileStream _stream;

    /// <summary>Begins a file; the folder must be there.</summary>
    /// <exception cref="FeatureFileException">It cannot be written there.</exception>
    public WholeFile(string path)
    {
        _path = path;
        _temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeatureFileException(Language.Say($"{path} cannot be written: {e.Message}", $"{path} não pode ser escrito: {e.Message}"), e);
        }
    }

    /// <summary>Where the bytes go.</summary>
    public Stream Stream => _stream;

    /// <summary>Brings all bytes to the disk and closes the file, still under its temporary name.</summary>
    public void Close()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }

    /// <summary>Gives the closed file its name, in place of what had it.</summary>
    public void Name() => File.Move(_temporary, _path, overwrite: true);

    /// <summary>Throws the file away unless it has its name.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // The disk is full: what cannot be written out is thrown away with the rest.
        }
        finally
        {
            File.Delete(_temporary);
        }
    }
}
