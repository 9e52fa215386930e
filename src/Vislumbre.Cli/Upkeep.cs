using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Searching;

namespace Vislumbre.Cli;

/// <summary>What a library is due after photos were added, so that the first search finds it done.</summary>
internal static class Upkeep
{
    /// <summary>Brings the index up to date, finds photos that are nearly the same, and prepares strengths.</summary>
    /// <param name="photos">The library.</param>
    /// <param name="encoder">Its model; null where none was opened: strengths are left to the next run.</param>
    /// <param name="quiet">Whether to show no progress.</param>
    /// <param name="compacts">Whether to write the index anew in any case.</param>
    /// <param name="cancel">Stops it; the photos are in the library all the same.</param>
    public static async Task RunAsync(PhotoLibrary photos, DualEncoder? encoder, bool quiet, CancellationToken cancel, bool compacts = false)
    {
        if (photos.Catalog.Model is not { } model) return;
        photos.Nearest.Tidy(model.Identity.Dimension, always: compacts, cancel);
        new AlikePhotos(photos.Catalog).Find(cancel);
        if (encoder is not null) await PrepareStrengthsAsync(photos, encoder, quiet, cancel);
    }

    // Encodes the bank of sentences where the library has not got it. Whoever stops it loses nothing but strengths: the next run goes on with it.
    private static async Task PrepareStrengthsAsync(PhotoLibrary photos, DualEncoder encoder, bool quiet, CancellationToken cancel)
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
