namespace Vislumbre.Searching;

/// <summary>In what order hits come.</summary>
public enum SearchOrder
{
    /// <summary>The best first, as the mode ranks them.</summary>
    Score,

    /// <summary>Of the hits that are likely, those that stand highest above their photos' backgrounds first.</summary>
    Strength,

    /// <summary>Of the hits that are likely, those taken last first; where the file says nothing, submitted or changed last.</summary>
    Date,
}
