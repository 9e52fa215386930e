using System.Globalization;
using Vislumbre.Catalog;

namespace Vislumbre.Searching;

/// <summary>Reads what stands after a condition's colon.</summary>
internal static class FilterValues
{
    private static readonly string[] Orientations = ["landscape", "portrait", "square"];
    private static readonly string[] Kinds = ["featured", "remote", "described", "new", "failed", "duplicate"];
    private static readonly string[] DateFormats = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];

    /// <summary>Reads a value.</summary>
    /// <param name="field">Of what.</param>
    /// <param name="value">As written, never empty.</param>
    /// <param name="wrong">Makes the exception from what is wrong with it.</param>
    public static PhotoFilter Read(PhotoField field, string value, Func<string, Exception> wrong) => field switch
    {
        PhotoField.Orientation => OneOf(field, value, Orientations, wrong),
        PhotoField.Is => OneOf(field, value, Kinds, wrong),
        PhotoField.Iso or PhotoField.F or PhotoField.Focal or PhotoField.Width or PhotoField.Height => Range(field, value, Number, wrong, Language.Say("a number: 400, 100..800, >400, <=800", "um número: 400, 100..800, >400, <=800")),
        PhotoField.Color => Colour(value, wrong),
        PhotoField.Near => Near(value, wrong),
        PhotoField.Submitted or PhotoField.Taken => Range(field, value, Date, wrong, Language.Say("a date: 2021, 2021-03, 2021-03-04, 2019..2021, >=2020", "uma data: 2021, 2021-03, 2021-03-04, 2019..2021, >=2020")),
        _ => new PhotoFilter.Text(field, value),
    };

    private static PhotoFilter.Text OneOf(PhotoField field, string value, string[] known, Func<string, Exception> wrong) =>
        Array.Find(known, one => one.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } found
            ? new PhotoFilter.Text(field, found)
            : throw wrong(Language.Say($"it must be {string.Join(", ", known)}", $"deve ser {string.Join(", ", known)}"));

    // A pattern is for the names that sources give.
    private static PhotoFilter Colour(string value, Func<string, Exception> wrong)
    {
        if (value.Contains('*', StringComparison.Ordinal)) return new PhotoFilter.Text(PhotoField.Color, value);
        if (ColourNames.Find(value) is { } colour) return colour;
        throw wrong(Language.Say(
            $"it must be #rrggbb or a name: {string.Join(", ", ColourNames.Basic)}, or another of CSS", $"deve ser #rrggbb ou um nome: {string.Join(", ", ColourNames.BasicPortuguese)}, ou outro de CSS"));
    }

    private static PhotoFilter.Near Near(string value, Func<string, Exception> wrong) =>
        value.Split(',') is [var north, var east, var far] && Number(north) is ( >= -90 and <= 90, _, _) latitude && Number(east) is ( >= -180 and <= 180, _, _) longitude && Number(far) is ( > 0, _, _) kilometres
            ? new PhotoFilter.Near(value, latitude.Item1, longitude.Item1, kilometres.Item1)
            : throw wrong(Language.Say(
                "it must be degrees north, degrees east and kilometres: -23.55,-46.63,10", "deve ser graus norte, graus leste e quilômetros: -23.55,-46.63,10"));

    // A value is a span: a number from itself to itself, a year from its first moment to the next year's, which is out.
    private static PhotoFilter.Range Range(PhotoField field, string value, Func<string, (double From, double To, bool ToIsOut)?> read, Func<string, Exception> wrong, string right)
    {
        var range = new PhotoFilter.Range(field, null, null) { Written = value };
        (double From, double To, bool ToIsOut) Part(string text) => read(text) ?? throw wrong(Language.Say($"it must be {right}", $"deve ser {right}"));
        if (value.Split("..") is [var low, var high])
        {
            if (low.Length + high.Length == 0) throw wrong(Language.Say($"it must be {right}", $"deve ser {right}"));
            if (low.Length > 0) range = range with { Low = Part(low).From };
            if (high.Length > 0) range = range with { High = Part(high).To, HighIsOut = Part(high).ToIsOut };
            return range.Low > range.High ? throw wrong(Language.Say("it ends before it begins", "termina antes de começar")) : range;
        }

        var sign = value.StartsWith(">=", StringComparison.Ordinal) || value.StartsWith("<=", StringComparison.Ordinal) ? value[..2] : value[..1];
        var span = Part(sign is ">" or "<" or ">=" or "<=" ? value[sign.Length..] : value);
        return sign switch
        {
            ">" => range with { Low = span.To, LowIsOut = !span.ToIsOut },
            ">=" => range with { Low = span.From },
            "<" => range with { High = span.From, HighIsOut = true },
            "<=" => range with { High = span.To, HighIsOut = span.ToIsOut },
            _ => range with { Low = span.From, High = span.To, HighIsOut = span.ToIsOut },
        };
    }

    private static (double, double, bool)? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? (number, number, false) : null;

    private static (double, double, bool)? Date(string text)
    {
        if (!DateTime.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var from) || from.Year > 9998) return null;
        var to = text.Length switch { 4 => from.AddYears(1), 7 => from.AddMonths(1), _ => from.AddDays(1) };
        return (new DateTimeOffset(from).ToUnixTimeMilliseconds(), new DateTimeOffset(to).ToUnixTimeMilliseconds(), true);
    }
}
