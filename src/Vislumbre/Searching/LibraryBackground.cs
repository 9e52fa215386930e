using Vislumbre.Catalog;
using Vislumbre.Encoding;

namespace Vislumbre.Searching;

/// <summary>
/// The background of a library's model: beside the index, in a file named by the model and the bank. Searches use it where it is; encoding
/// the bank takes a full-size model many seconds, so that is asked for apart. Thread-safe.
/// </summary>
internal sealed class LibraryBackground(LibraryFolder folder, DualEncoder encoder)
{
    private readonly CaptionBank _bank = CaptionBank.For(encoder.Model.Identity);
    private volatile Background? _background;

    /// <summary>What is there: null until it was made.</summary>
    public Background? Current => _background ??= BackgroundFile.TryRead(Place, encoder.Model.Identity.Dimension);

    private string Place => Path.Combine(folder.Vectors, $"{encoder.Model.Identity.Sha256[..12]}-{_bank.Fingerprint}.background");

    /// <summary>Makes it where it is not there, or not whole.</summary>
    /// <param name="progress">Told how many sentences of how many are encoded.</param>
    /// <param name="cancellationToken">Stops it; nothing is left behind.</param>
    public void Make(IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        if (Current is not null) return;
        var told = progress is null ? null : new Told(progress, _bank.Sentences.Count);
        var background = Background.Of(_bank.Encode(encoder.Text, told, cancellationToken));
        _background = background;
        try
        {
            BackgroundFile.Write(Place, background);
            // Those of another model or bank serve nobody any more.
            foreach (var other in Directory.EnumerateFiles(folder.Vectors, "*.background").Where(file => file != Place)) File.Delete(other);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A library that can only be read: this process has it, the next makes it again.
        }
    }

    private sealed class Told(IProgress<(int Done, int Total)> progress, int total) : IProgress<int>
    {
        public void Report(int value) => progress.Report((value, total));
    }
}
