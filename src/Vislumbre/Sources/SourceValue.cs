namespace Vislumbre.Sources;

/// <summary>What a column of a source's table holds.</summary>
public enum SourceValue
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Text of which there are few different ones, kept once.</summary>
    Word,

    /// <summary>A whole number; "1.0" is one, too.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no: t, f, true, false, 1, 0.</summary>
    Truth,

    /// <summary>A date and time; UTC where it says no zone. Given as milliseconds since 1970.</summary>
    Moment,

    /// <summary>The key of a photo: letters, digits, "-" and "_".</summary>
    Key,

    /// <summary>An http or https address.</summary>
    Address,
}
