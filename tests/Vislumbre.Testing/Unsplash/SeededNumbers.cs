namespace Vislumbre.Testing.Unsplash;

/// <summary>Random numbers for one thing of many, independent of how many the others drew.</summary>
internal static class SeededNumbers
{
    /// <summary>A generator for the thing with a number.</summary>
    public static Random For(int seed, int purpose, int number) => new((int)(Hash(seed, purpose, number) >> 33));

    /// <summary>At least 0, below 1.</summary>
    public static double Unit(int seed, int purpose, int number, int again = 0) => (Hash(seed, purpose, number, again) >> 11) * (1.0 / (1UL << 53));

    /// <summary>SplitMix64's finisher over each of the numbers.</summary>
    public static ulong Hash(int seed, int purpose, int number, int again = 0) => Mix(Mix(Mix(Mix((uint)seed) ^ (uint)purpose) ^ (uint)number) ^ (uint)again);

    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
