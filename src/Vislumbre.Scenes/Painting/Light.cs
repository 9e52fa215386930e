using SkiaSharp;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Painting;

/// <summary>The light of a time and a weather.</summary>
/// <param name="Sky">The sky from top to horizon.</param>
/// <param name="Tint">What the world's colours are multiplied by.</param>
/// <param name="Shade">How dark shadows are, 0 to 1.</param>
/// <param name="Haze">What distance fades to.</param>
/// <param name="Dark">Whether lamps and windows are lit.</param>
internal sealed record Light(SKColor[] Sky, SKColor Tint, float Shade, SKColor Haze, bool Dark)
{
    public static Light Of(Moment when) => when switch
    {
        Moment.Day => new([Tones.Hex(0x3F8FDC), Tones.Hex(0x8CC6F0), Tones.Hex(0xE4F3FB)], SKColors.White, 0.42f, Tones.Hex(0xD6EAF6), false),
        Moment.Dusk => new([Tones.Hex(0x46407E), Tones.Hex(0xC85F74), Tones.Hex(0xF79A52), Tones.Hex(0xFFD68A)], Tones.Hex(0xEBB09A), 0.5f, Tones.Hex(0xF0A27A), false),
        Moment.Night => new([Tones.Hex(0x0C1538), Tones.Hex(0x1D3060), Tones.Hex(0x3A5488)], Tones.Hex(0x8096CA), 0.4f, Tones.Hex(0x3E568A), true),
        Moment.Stars => new([Tones.Hex(0x090A24), Tones.Hex(0x231A4C), Tones.Hex(0x54346E)], Tones.Hex(0x948AC0), 0.35f, Tones.Hex(0x443468), true),
        Moment.Rain => new([Tones.Hex(0x5C6876), Tones.Hex(0x808C98), Tones.Hex(0xA6B0B8)], Tones.Hex(0xB4BECA), 0.22f, Tones.Hex(0x98A4AE), false),
        Moment.Fog => new([Tones.Hex(0xB8BFC4), Tones.Hex(0xCCD1D3), Tones.Hex(0xDDDFDE)], Tones.Hex(0xDADCDC), 0.14f, Tones.Hex(0xD4D7D8), false),
        _ => new([Tones.Hex(0x8E9DB0), Tones.Hex(0xB2BECB), Tones.Hex(0xD8DFE6)], Tones.Hex(0xDCE4EE), 0.22f, Tones.Hex(0xCFD8E2), false),
    };
}
