namespace Vislumbre.Engines.Postgres;

/// <summary>What the graph in PostgreSQL compares photos by.</summary>
public enum PostgresCodes
{
    /// <summary>The embeddings themselves, two bytes a number.</summary>
    Half,

    /// <summary>One bit a number: whether it is above the mean. Sixteen times less memory; what is found so is weighed by the embeddings.</summary>
    Bit,
}
