using SkiaSharp;
using Vislumbre.Scenes.Facts;
using Vislumbre.Scenes.Painting;

namespace Vislumbre.Scenes;

/// <summary>Paints a scene's facts.</summary>
internal static class ScenePainter
{
    /// <summary>Everything is laid out on a square of this edge.</summary>
    private const float Edge = 1000;

    /// <summary>Paints a square picture.</summary>
    /// <param name="facts">What it shows.</param>
    /// <param name="random">How everything looks that the facts leave open.</param>
    /// <param name="size">The edge in pixels.</param>
    /// <param name="stencil">Where the subject is drawn alone, besides, for its outline.</param>
    /// <returns>An opaque bitmap that the caller disposes.</returns>
    public static SKBitmap Paint(SceneFacts facts, SceneRandom random, int size, SKCanvas? stencil = null)
    {
        // Numbers of its own for each: variants differ in what stands there, not in what is in front of it.
        var (weather, film) = (new SceneRandom(random.Next64()), new SceneRandom(random.Next64()));
        using var painting = new SKBitmap(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(painting))
        {
            canvas.Scale(size / Edge);
            canvas.Translate(Edge / 2, Edge / 2);
            canvas.RotateDegrees(random.Between(-1.6f, 1.6f));
            canvas.Scale(1.05f);
            canvas.Translate(-Edge / 2, -Edge / 2);
            using var brush = new Brush(canvas, random);
            Compose(brush, facts, random, stencil);
            using var near = new Brush(canvas, weather);
            if (facts.Place != Place.Room)
                Weather.Draw(near, facts.When, Edge);
        }

        return Film.Expose(painting, film);
    }

    private static void Compose(Brush brush, SceneFacts facts, SceneRandom random, SKCanvas? stencil)
    {
        var light = Light.Of(facts.When);
        var indoors = facts.Place == Place.Room;
        var horizon = random.Between(470, 560) + (indoors ? 60 : 0);
        if (!indoors)
            Sky.Draw(brush, light, facts.When, Edge, horizon);
        using (var tinted = new SKPaint { ColorFilter = SKColorFilter.CreateBlendMode(light.Tint.Lighter(indoors ? 0.35f : 0), SKBlendMode.Modulate) })
        {
            brush.Canvas.SaveLayer(tinted);
            if (indoors)
                Interior.Draw(brush, light, facts.When, Edge, horizon);
            else
                Ground.Draw(brush, light, facts.Place, Edge, horizon);
            foreach (var placement in Arrangement.Of(facts, random, horizon))
                Stand(brush, placement, light, facts.Place, random, placement.Subject == facts.Subject ? stencil : null);
            brush.Canvas.Restore();
        }

        if (light.Dark)
            Lamplight(brush, facts, random);
    }

    private static void Stand(Brush brush, Placement placement, Light light, Place place, SceneRandom random, SKCanvas? stencil)
    {
        var look = new Look(Artists.Colour(placement.Subject, placement.Colour, random), placement.Action, light.Dark);
        var shade = Tones.Hex(place == Place.Snow ? 0x4A6490u : 0x1C2430u).Faint(light.Shade);
        if (!placement.Airborne && !placement.Afloat)
            brush.Shadow(shade, placement.X + 10 * placement.Scale, placement.Y, 54 * placement.Scale, 9 * placement.Scale);
        var mirrored = random.Chance(0.5f);
        var canvas = brush.Canvas;
        canvas.Save();
        canvas.Translate(placement.X, placement.Y);
        canvas.Scale(mirrored ? -placement.Scale : placement.Scale, placement.Scale);
        if (stencil is not null)
        {
            // With a copy of the numbers, so that the painting is the same as without.
            stencil.SetMatrix(canvas.TotalMatrix);
            Artists.Of(placement.Subject)(new Brush(stencil, random.Copy()), look);
        }

        var bounds = new SKRect(-90, -140, 90, 65);
        canvas.SaveLayer(bounds, null);
        Artists.Of(placement.Subject)(brush, look);
        Model(canvas, bounds, mirrored);
        canvas.Restore();
        canvas.Restore();
        if (placement.Afloat)
            Waterline(brush, placement);
    }

    /// <summary>Light from the upper left over all that was drawn, shade at the lower right: flat shapes become round.</summary>
    private static void Model(SKCanvas canvas, SKRect bounds, bool mirrored)
    {
        var (near, far) = mirrored ? (60f, -60f) : (-60f, 60f);
        using var shader = SKShader.CreateLinearGradient(
            new SKPoint(near, -105), new SKPoint(far, 12), [SKColors.White.Faint(0.3f), SKColors.White.WithAlpha(0), SKColors.Black.WithAlpha(0), Tones.Hex(0x1A1438).Faint(0.34f)], [0, 0.42f, 0.5f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, BlendMode = SKBlendMode.SrcATop };
        canvas.DrawRect(bounds, paint);
    }

    private static void Waterline(Brush brush, Placement placement)
    {
        var (x, y, s) = (placement.X, placement.Y, placement.Scale);
        brush.Ellipse(Tones.Hex(0x1B5A8C).Faint(0.85f), x, y + 4 * s, 62 * s, 6.5f * s);
        for (var i = 0; i < 4; i++)
            brush.Curve(SKColors.White.Faint(0.75f), 1.6f * s, FormattableString.Invariant($"M{x - (56 - i * 9) * s} {y + (i * 4 - 2) * s} q{14 * s} {-5 * s} {28 * s} 0 t{28 * s} 0 t{28 * s} 0"));
    }

    /// <summary>The warm light that lit windows throw into a dark scene.</summary>
    private static void Lamplight(Brush brush, SceneFacts facts, SceneRandom random)
    {
        var warm = Tones.Hex(0xFFB450);
        if (facts.Place is Place.Room)
            brush.Glow(warm.Faint(0.5f), 500, 120, 620);
        if (facts.Place is not (Place.Street or Place.City))
            return;
        for (var i = 0; i < 3; i++)
            brush.Glow(warm.Faint(0.3f), random.Between(60, 940), random.Between(380, 480), 170);
    }
}
