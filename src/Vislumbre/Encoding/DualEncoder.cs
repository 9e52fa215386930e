using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>Both towers of a model, each opened when it is first used: a search by words never loads the image tower.</summary>
public sealed class DualEncoder : IDisposable
{
    private readonly Lazy<ImageEncoder> _image;
    private readonly Lazy<PatchEncoder> _patches;
    private readonly Lazy<TextEncoder> _text;

    /// <summary>Makes one for a model. Nothing is loaded yet.</summary>
    public DualEncoder(DualEncoderModel model, EncoderOptions? options = null)
    {
        Model = model;
        _image = new Lazy<ImageEncoder>(() => new ImageEncoder(model, options));
        _patches = new Lazy<PatchEncoder>(() => new PatchEncoder(model, options));
        _text = new Lazy<TextEncoder>(() => new TextEncoder(model, options));
    }

    /// <summary>The model.</summary>
    public DualEncoderModel Model { get; }

    /// <summary>The image tower.</summary>
    public ImageEncoder Image => _image.Value;

    /// <summary>The image tower that does not pool.</summary>
    /// <exception cref="ModelException">The model has none (<see cref="DualEncoderModel.PatchTower"/>).</exception>
    public PatchEncoder Patches => _patches.Value;

    /// <summary>The text tower.</summary>
    public TextEncoder Text => _text.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_image.IsValueCreated) _image.Value.Dispose();
        if (_patches.IsValueCreated) _patches.Value.Dispose();
        if (_text.IsValueCreated) _text.Value.Dispose();
    }
}
