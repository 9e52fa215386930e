using System.Runtime.InteropServices;

namespace Vislumbre.Vectors;

/// <summary>Tells the system how mapped memory will be read. Nothing depends on it but time and what stays in memory.</summary>
internal static unsafe partial class MemoryAdvice
{
    // The same numbers on Linux and macOS.
    private const int Random = 1, WillNeed = 3;

    private static readonly nuint Page = (nuint)Environment.SystemPageSize;
    private static readonly bool IsThere = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Single rows will be read: reading on around them would only fill memory.</summary>
    public static void Rows(void* start, long length) => Tell(start, length, Random);

    /// <summary>All of it will be read now: it can come from disk in one piece.</summary>
    public static void All(void* start, long length) => Tell(start, length, WillNeed);

    private static void Tell(void* start, long length, int advice)
    {
        if (!IsThere) return;
        // Whole pages within: what else is on the pages at the ends is none of this.
        var first = ((nuint)start + Page - 1) / Page * Page;
        var last = ((nuint)start + (nuint)length) / Page * Page;
        if (last > first) _ = Advise(first, last - first, advice);
    }

    [LibraryImport("libc", EntryPoint = "posix_madvise")]
    private static partial int Advise(nuint start, nuint length, int advice);
}
