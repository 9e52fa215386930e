namespace Vislumbre.Features;

/// <summary>A matrix and the file that says what its rows are.</summary>
/// <param name="Vectors">The .npy file.</param>
/// <param name="Rows">The .csv or .parquet file.</param>
internal sealed record FeaturePair(string Vectors, string Rows)
{
    /// <summary>Says that the two do not belong together.</summary>
    public FeatureFileException Disagree(long vectors, long rows) => new(Language.Say(
        $"{Vectors} has {vectors} rows and {Rows} has {rows}: each row of the one belongs to a row of the other, so there must be as many. Write both again.",
        $"{Vectors} tem {vectors} linhas e {Rows} tem {rows}: cada linha de um pertence a uma do outro, logo devem ser tantas quantas. Escreva os dois de novo."));
}
