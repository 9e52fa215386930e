using Vislumbre.Encoding;
using Vislumbre.Searching;
using Vislumbre.Vectors;

namespace Vislumbre.Evaluation;

/// <summary>Compares the ways to rank photos that a bank of ordinary sentences allows.</summary>
internal static class BankComparison
{
    // The paper's β suits its models' similarities; a model with a sharper temperature may want more.
    private static readonly float[] Betas = [QueryBank.PaperBeta, 5 * QueryBank.PaperBeta];

    /// <summary>Measures each.</summary>
    /// <param name="encoder">The model: it encodes the bank.</param>
    /// <param name="sentences">The bank.</param>
    /// <param name="photos">Unit length.</param>
    /// <param name="queries">Unit length.</param>
    /// <param name="measure">Gives the figures of photos and queries whose dot products rank.</param>
    /// <param name="batch">Sentences encoded together.</param>
    /// <param name="progress">Told how many sentences are encoded.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static BankReport Run(
        DualEncoder encoder, CaptionBank sentences, EmbeddingMatrix photos, EmbeddingMatrix queries, Func<EmbeddingMatrix, EmbeddingMatrix, RetrievalDirection> measure, int batch, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        var bank = CaptionEncoding.Run(encoder.Text, sentences.Sentences, batch, progress, cancellationToken);
        List<RankingMethod> methods = [new("score", null, measure(photos, queries))];
        foreach (var beta in Betas)
        {
            var normalized = new QueryBank(bank, beta).Normalized(photos, queries, cancellationToken);
            methods.Add(new RankingMethod("qb-norm", beta, measure(normalized.Photos, normalized.Queries)));
        }

        var strengths = new QueryBank(bank).Strengths(photos, queries);
        methods.Add(new RankingMethod("strength", null, measure(strengths.Photos, strengths.Queries)));
        return new BankReport(bank.Count, methods);
    }
}
