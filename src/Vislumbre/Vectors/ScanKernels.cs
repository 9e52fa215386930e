namespace Vislumbre.Vectors;

/// <summary>Chooses the kernel, once.</summary>
internal static class ScanKernels
{
    /// <summary>The variable that chooses one by name, so that each can be tested on a machine that has several.</summary>
    public const string Variable = "VISLUMBRE_KERNEL";

    /// <summary>All of them, the fastest first.</summary>
    public static IReadOnlyList<ScanKernel> All { get; } = [new Avx512ScanKernel(), new Avx2ScanKernel(), new PortableScanKernel()];

    /// <summary>The fastest that this processor can, or the one that was asked for.</summary>
    public static ScanKernel Chosen { get; } =
        All.FirstOrDefault(kernel => kernel.IsSupported && kernel.Name == Environment.GetEnvironmentVariable(Variable)) ?? All.First(kernel => kernel.IsSupported);
}
