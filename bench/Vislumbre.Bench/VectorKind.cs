namespace Vislumbre.Bench;

/// <summary>Kinds of rows that indexes are measured on.</summary>
internal enum VectorKind
{
    /// <summary>10,000 clusters; queries are of the same.</summary>
    Clustered,

    /// <summary>A 96-dimensional subspace with spreads that fall, in two modes as images and texts of CLIP have: rows are of one, queries of the other.</summary>
    Hard,

    /// <summary>Crops of real photos through a trained model, read from a file that the command "crops" writes.</summary>
    Real,
}
