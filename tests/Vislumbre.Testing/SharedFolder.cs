namespace Vislumbre.Testing;

/// <summary>Finds <c>shared/</c>, the golden values and photographs that lie beside the project and are not part of it.</summary>
public static class SharedFolder
{
    /// <summary>Its full path, or null where it is absent.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Why a test that needs it is skipped.</summary>
    public const string Reason = "needs ../shared (golden values and photographs) beside the project";

    /// <summary>Whether the test may be skipped: it must not be in CI, where an absent folder is a failure.</summary>
    public static bool IsAbsent => Path is null && Environment.GetEnvironmentVariable("CI") != "true";

    /// <summary>The full path of something in it.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is absent.</exception>
    public static string At(params string[] parts) =>
        System.IO.Path.Combine([Path ?? throw new DirectoryNotFoundException(Reason), .. parts]);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Vislumbre.slnx")))
            {
                var beside = System.IO.Path.Combine(folder.Parent?.FullName ?? "/", "shared");
                return Directory.Exists(System.IO.Path.Combine(beside, "reference")) ? beside : null;
            }
        }

        return null;
    }
}
