using Vislumbre.Models;

namespace Vislumbre.Bench;

/// <summary>The floating-point work of towers: two for each product and sum.</summary>
internal static class TowerWork
{
    /// <summary>Products and attention of a tower's blocks for one text or picture.</summary>
    public static double Of(TransformerShape shape, int tokens) =>
        shape.Layers * (2.0 * tokens * (4.0 * shape.Width * shape.Width + 2.0 * shape.Width * shape.PerceptronWidth) + 4.0 * tokens * tokens * shape.Width);

    /// <summary>The image tower for one picture.</summary>
    public static double Image(ClipArchitecture sizes) =>
        Of(sizes.Image, sizes.Patches + 1) + 2.0 * sizes.Patches * 3 * sizes.PatchSize * sizes.PatchSize * sizes.Image.Width;
}
