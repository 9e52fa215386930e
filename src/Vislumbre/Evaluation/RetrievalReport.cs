namespace Vislumbre.Evaluation;

/// <summary>How well captions and photos find each other.</summary>
public sealed record RetrievalReport
{
    /// <summary>Photos in the gallery.</summary>
    public required int Photos { get; init; }

    /// <summary>Captions in the gallery.</summary>
    public required int Captions { get; init; }

    /// <summary>Each caption is a query with one right photo.</summary>
    public required RetrievalDirection TextToImage { get; init; }

    /// <summary>Each photo that has captions is a query; its rank is the best of any of its captions.</summary>
    public required RetrievalDirection ImageToText { get; init; }

    /// <summary>The mean of all recalls of both directions: one figure to compare models by.</summary>
    public double MeanRecall => TextToImage.Recalls.Concat(ImageToText.Recalls).Average(recall => recall.Recall.Value);
}
