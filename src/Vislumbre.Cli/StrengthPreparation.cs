using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Searching;

namespace Vislumbre.Cli;

/// <summary>Prepares a library for strengths after photos were added, and shows how far that is.</summary>
internal static class StrengthPreparation
{
    /// <summary>Encodes the bank of sentences where the library has not got it. Whoever stops it loses nothing but strengths: the next run goes on with it.</summary>
    public static async Task RunAsync(PhotoLibrary photos, DualEncoder encoder, bool quiet, CancellationToken cancel)
    {
        if (photos.Catalog.Count().Indexed == 0) return;
        try
        {
            await new ProgressDisplay<(int Done, int Total)>(Language.Say("reading ordinary sentences", "lendo frases comuns"), Console.Out, staged: false, now => (now.Done, now.Total, Words(now))).RunAsync(
                async progress =>
                {
                    await new PhotoSearcher(photos, encoder).PrepareStrengthsAsync(progress, cancel);
                    return true;
                }, quiet);
        }
        catch (OperationCanceledException)
        {
            // The photos are in the library all the same.
        }
    }

    private static string Words((int Done, int Total) now) => Language.Say(
        $"{now.Done:N0}/{now.Total:N0} ordinary sentences, to tell how strong hits are", $"{now.Done:N0}/{now.Total:N0} frases comuns, para dizer quão fortes são os resultados");
}
