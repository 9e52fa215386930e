namespace Vislumbre.Features;

/// <summary>How a folder keeps its features.</summary>
public enum FeatureLayout
{
    /// <summary>All in one: <c>features.npy</c> and <c>photo_ids.csv</c>.</summary>
    Combined,

    /// <summary>A pair for each batch: <c>0000000000.npy</c> and <c>0000000000.csv</c>, and so on.</summary>
    Batches,

    /// <summary>As clip-retrieval has it: <c>img_emb/img_emb_0.npy</c> and <c>metadata/metadata_0.parquet</c>, and so on.</summary>
    ClipRetrieval,
}
