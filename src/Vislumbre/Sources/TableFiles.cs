namespace Vislumbre.Sources;

/// <summary>Resolves the files that a table names, each asked of the disk once.</summary>
/// <param name="folder">The table's folder, absolute.</param>
internal sealed class TableFiles(string folder)
{
    private readonly Dictionary<string, (string? File, string? Fault)> _known = new(StringComparer.Ordinal);

    /// <summary>Gives a file's path relative to the folder, in one way of writing; or why it cannot be used.</summary>
    public (string? File, string? Fault) Resolve(string name)
    {
        if (!_known.TryGetValue(name, out var answer)) _known[name] = answer = Look(name);
        return answer;
    }

    private (string? File, string? Fault) Look(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal)) return (null, Absent("?"));
        string whole;
        try
        {
            whole = Path.GetFullPath(name, folder);
        }
        catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException)
        {
            return (null, Absent(name));
        }

        var inside = Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
        if (!whole.StartsWith(inside, StringComparison.Ordinal))
            return (null, Language.Say($"the file {name} is outside the folder", $"o arquivo {name} está fora da pasta"));
        return File.Exists(whole) ? (whole[inside.Length..].Replace(Path.DirectorySeparatorChar, '/'), null) : (null, Absent(name));
    }

    private static string Absent(string name) => Language.Say($"there is no file {name}", $"não existe o arquivo {name}");
}
