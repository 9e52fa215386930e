using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Vislumbre.Models;

/// <summary>
/// Where what was derived from a model is kept: <c>.vislumbre</c> beside it, or, where that cannot be written, a folder of the
/// cache. All of it can be deleted.
/// </summary>
internal sealed class PreparedFolder
{
    private readonly string _record;

    private PreparedFolder(string path, string record)
    {
        Path = path;
        _record = System.IO.Path.Combine(path, record);
    }

    /// <summary>The folder; it exists after <see cref="Write{T}"/>.</summary>
    public string Path { get; }

    /// <summary>Both places where something derived from a model may be, the nearer first.</summary>
    /// <param name="modelFolder">The model's folder.</param>
    /// <param name="record">The name of the file that says what was derived from what.</param>
    public static PreparedFolder[] Places(string modelFolder, string record)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(modelFolder)))[..16];
        return
        [
            new PreparedFolder(System.IO.Path.Combine(modelFolder, ".vislumbre"), record),
            new PreparedFolder(System.IO.Path.Combine(ModelStore.CacheFolder, "prepared", key), record),
        ];
    }

    /// <summary>The place where something derived can be written.</summary>
    public static PreparedFolder Writable(string modelFolder, string record) => Places(modelFolder, record)[IsWritable(modelFolder) ? 0 : 1];

    /// <summary>Reads the record; null where there is none that can be read.</summary>
    public T? Read<T>() where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(_record));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // derived: it is made again
        }
    }

    /// <summary>Writes the record whole or not at all. It is written last: what it speaks of is there.</summary>
    public void Write<T>(T record) => WriteFile(_record, JsonSerializer.SerializeToUtf8Bytes(record));

    /// <summary>Writes a file of the folder whole or not at all.</summary>
    public void WriteFile(string path, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        using (var file = File.Create(temporary))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static bool IsWritable(string folder)
    {
        try
        {
            var probe = System.IO.Path.Combine(folder, ".vislumbre");
            Directory.CreateDirectory(probe);
            using var file = new FileStream(System.IO.Path.Combine(probe, $"{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
