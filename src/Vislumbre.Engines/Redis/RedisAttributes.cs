using System.Globalization;
using System.Text;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Redis;

/// <summary>
/// What Redis keeps of a photo beside its vector, and conditions in the language of its filters. Only conditions on <see cref="ConditionFacts"/>
/// can be said in it; they mean the same as in the catalog, which judges what is found by them.
/// </summary>
internal static class RedisAttributes
{
    // A filter that asks for an attribute that a member lacks is false as a whole: so each member has all, and this where nothing is known.
    private const double Unknown = -1e15;

    // A condition longer than so many letters is left to the catalog.
    private const int LongestFilter = 4000;

    private const string Width = ".w", Height = ".h", Featured = ".e", Remote = ".r";

    /// <summary>A photo's attributes.</summary>
    public static string Of(ConditionFacts facts)
    {
        static string Value(double? number) => number is { } known ? Text(known) : "-1e15";
        return $$"""{"w":{{Value(facts.Width)}},"h":{{Value(facts.Height)}},"t":{{Value(facts.Taken)}},"s":{{Value(facts.Submitted)}},"i":{{Value(facts.Iso)}},"f":{{Value(facts.Aperture)}},"m":{{Value(facts.FocalLength)}},"e":{{(facts.IsFeatured ? 1 : 0)}},"r":{{(facts.IsRemote ? 1 : 0)}}}""";
    }

    /// <summary>A condition as a filter; null where some part of it cannot be said.</summary>
    public static string? Filter(PhotoFilter? condition)
    {
        if (condition is null) return null;
        var filter = new StringBuilder();
        return Write(condition, filter) ? filter.ToString() : null;
    }

    private static bool Write(PhotoFilter condition, StringBuilder to) => to.Length <= LongestFilter && condition switch
    {
        PhotoFilter.All all => Write(all.Parts, " and ", to),
        PhotoFilter.Any any => Write(any.Parts, " or ", to),
        PhotoFilter.None not => Write([not.Part], "", to.Append("not ")),
        PhotoFilter.Range range => Write(range, to),
        PhotoFilter.Text { Field: PhotoField.Orientation or PhotoField.Is } text => Write(text, to),
        _ => false,
    };

    private static bool Write(IReadOnlyList<PhotoFilter> parts, string between, StringBuilder to)
    {
        to.Append('(');
        for (var at = 0; at < parts.Count; at++)
        {
            if (at > 0) to.Append(between);
            if (!Write(parts[at], to)) return false;
        }

        to.Append(')');
        return true;
    }

    private static bool Write(PhotoFilter.Range range, StringBuilder to)
    {
        var value = range.Field switch
        {
            PhotoField.Width => Width,
            PhotoField.Height => Height,
            PhotoField.Taken => ".t",
            PhotoField.Submitted => ".s",
            PhotoField.Iso => ".i",
            PhotoField.F => ".f",
            PhotoField.Focal => ".m",
            _ => null,
        };
        // Numbers are written out: the language has no exponents.
        if (value is null || !(Math.Abs(range.Low ?? 0) < -Unknown && Math.Abs(range.High ?? 0) < -Unknown)) return false;
        to.Append('(').Append(Known(value));
        if (range.Low is { } low) to.Append(" and ").Append(value).Append(range.LowIsOut ? " > " : " >= ").Append(Text(low));
        if (range.High is { } high) to.Append(" and ").Append(value).Append(range.HighIsOut ? " < " : " <= ").Append(Text(high));
        to.Append(')');
        return true;
    }

    private static bool Write(PhotoFilter.Text text, StringBuilder to)
    {
        var said = (text.Field, TextPattern.Fold(text.Pattern)) switch
        {
            (PhotoField.Orientation, "landscape") => $"{Width} > {Height}",
            (PhotoField.Orientation, "portrait") => $"{Width} < {Height}",
            (PhotoField.Orientation, _) => $"{Width} == {Height}",
            (PhotoField.Is, "featured") => $"{Featured} == 1",
            (PhotoField.Is, "remote") => $"{Remote} == 1",
            _ => null,
        };
        if (said is null) return false;
        to.Append('(').Append(said);
        if (text.Field == PhotoField.Orientation) to.Append(" and ").Append(Known(Width)).Append(" and ").Append(Known(Height));
        to.Append(')');
        return true;
    }

    private static string Known(string value) => $"{value} > {Text(Unknown)}";

    // To the last digit, since edges are compared: twenty after the point are as many as matter.
    private static string Text(double number) => double.IsInteger(number) ? number.ToString("F0", CultureInfo.InvariantCulture) : number.ToString("F20", CultureInfo.InvariantCulture).TrimEnd('0');
}
