namespace Vislumbre.Imaging;

/// <summary>One of the colours that a picture mostly has, in <see cref="OkLab"/>.</summary>
/// <param name="L">The lightness, 0..1.</param>
/// <param name="A">From green to red, about −0.4..0.4.</param>
/// <param name="B">From blue to yellow, about −0.4..0.4.</param>
/// <param name="Coverage">The part of the picture that has about this colour, 0..1.</param>
public readonly record struct MainColour(float L, float A, float B, float Coverage)
{
    /// <summary>In sRGB: #rrggbb.</summary>
    public string Hex
    {
        get
        {
            var (r, g, b) = OkLab.ToSrgb(L, A, B);
            return $"#{r:x2}{g:x2}{b:x2}";
        }
    }
}
