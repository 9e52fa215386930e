namespace Vislumbre.Imaging;

/// <summary>The filter that weighs source pixels.</summary>
public enum Resampling
{
    /// <summary>Cubic convolution with a = −0.5, widened when shrinking (Keys 1981); CLIP's.</summary>
    Bicubic,

    /// <summary>A triangle, widened when shrinking.</summary>
    Bilinear,
}
