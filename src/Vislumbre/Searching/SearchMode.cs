namespace Vislumbre.Searching;

/// <summary>What a query's words are compared with.</summary>
public enum SearchMode
{
    /// <summary>What photos show: the towers' embeddings.</summary>
    Meaning,

    /// <summary>What sources say of photos: descriptions, keywords, places, photographers. All words must be there; the best first (BM25).</summary>
    Words,

    /// <summary>Both, joined by their ranks (reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009).</summary>
    Both,
}
