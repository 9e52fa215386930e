using SkiaSharp;

namespace Vislumbre.Scenes.Painting;

/// <summary>Short words for drawing shapes on a canvas; y grows downwards, angles are degrees clockwise.</summary>
internal sealed class Brush(SKCanvas canvas, SceneRandom random) : IDisposable
{
    private readonly SKPaint _fill = new() { IsAntialias = true };
    private readonly SKPaint _stroke = new() { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };

    public SKCanvas Canvas => canvas;

    public SceneRandom Random => random;

    public void Ellipse(SKColor color, float x, float y, float rx, float ry, float angle = 0)
    {
        _fill.Color = color;
        if (angle == 0)
        {
            canvas.DrawOval(x, y, rx, ry, _fill);
            return;
        }

        canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(angle);
        canvas.DrawOval(0, 0, rx, ry, _fill);
        canvas.Restore();
    }

    public void Circle(SKColor color, float x, float y, float radius) => Ellipse(color, x, y, radius, radius);

    public void Box(SKColor color, float x, float y, float width, float height, float corner = 0)
    {
        _fill.Color = color;
        canvas.DrawRoundRect(x, y, width, height, corner, corner, _fill);
    }

    public void Shape(SKColor color, params ReadOnlySpan<float> points)
    {
        using var path = Polygon(points, close: true);
        _fill.Color = color;
        canvas.DrawPath(path, _fill);
    }

    /// <summary>Fills an outline written as SVG writes path data.</summary>
    public void Path(SKColor color, string outline)
    {
        using var path = SKPath.ParseSvgPathData(outline);
        _fill.Color = color;
        canvas.DrawPath(path, _fill);
    }

    public void Line(SKColor color, float width, params ReadOnlySpan<float> points)
    {
        using var path = Polygon(points, close: false);
        _stroke.Color = color;
        _stroke.StrokeWidth = width;
        canvas.DrawPath(path, _stroke);
    }

    public void Curve(SKColor color, float width, string outline)
    {
        using var path = SKPath.ParseSvgPathData(outline);
        _stroke.Color = color;
        _stroke.StrokeWidth = width;
        canvas.DrawPath(path, _stroke);
    }

    public void Gradient(float x, float y, float width, float height, SKColor top, SKColor bottom) => Gradient(x, y, width, height, [top, bottom]);

    public void Gradient(float x, float y, float width, float height, SKColor[] downwards)
    {
        using var shader = SKShader.CreateLinearGradient(new SKPoint(0, y), new SKPoint(0, y + height), downwards, SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawRect(x, y, width, height, paint);
    }

    public void Glow(SKColor color, float x, float y, float radius, SKBlendMode mode = SKBlendMode.Screen)
    {
        using var shader = SKShader.CreateRadialGradient(new SKPoint(x, y), radius, [color, color.Faint(0.35f), color.WithAlpha(0)], [0, 0.35f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, BlendMode = mode };
        canvas.DrawCircle(x, y, radius, paint);
    }

    /// <summary>A blurred ellipse: the shadow where a thing touches the ground.</summary>
    public void Shadow(SKColor color, float x, float y, float rx, float ry)
    {
        using var shader = SKShader.CreateRadialGradient(new SKPoint(0, 0), 1, [color, color.Faint(0.75f), color.WithAlpha(0)], [0, 0.55f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.Save();
        canvas.Translate(x, y);
        canvas.Scale(rx, ry);
        canvas.DrawCircle(0, 0, 1, paint);
        canvas.Restore();
    }

    public void At(float x, float y, float scale, float angle, Action draw)
    {
        canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(angle);
        canvas.Scale(scale);
        draw();
        canvas.Restore();
    }

    public void Dispose()
    {
        _fill.Dispose();
        _stroke.Dispose();
    }

    private static SKPath Polygon(ReadOnlySpan<float> points, bool close)
    {
        using var path = new SKPathBuilder();
        path.MoveTo(points[0], points[1]);
        for (var i = 2; i < points.Length; i += 2)
            path.LineTo(points[i], points[i + 1]);
        if (close)
            path.Close();
        return path.Detach();
    }
}
