using Vislumbre.Imaging;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>Both towers of a model, each opened when it is first used: a search by words never loads the image tower.</summary>
public sealed class DualEncoder : IDisposable
{
    private readonly EncoderOptions _asked;
    private readonly Lock _gate = new();
    private readonly Lazy<ImageEncoder> _image, _bulk;
    private readonly Lazy<PatchEncoder> _patches;
    private readonly Lazy<TextEncoder> _text;
    private EncoderOptions? _options;

    /// <summary>Makes one for a model. Nothing is loaded yet.</summary>
    public DualEncoder(DualEncoderModel model, EncoderOptions? options = null)
    {
        Model = model;
        _asked = options ?? new EncoderOptions();
        _image = new Lazy<ImageEncoder>(() => new ImageEncoder(model, Options));
        _bulk = new Lazy<ImageEncoder>(() => ImageEncoder.ForBulk(model, Options));
        _patches = new Lazy<PatchEncoder>(() => new PatchEncoder(model, Options with { Precision = Precision.Fp32 }));
        _text = new Lazy<TextEncoder>(() => new TextEncoder(model, Options));
    }

    /// <summary>The model.</summary>
    public DualEncoderModel Model { get; }

    /// <summary>With how many bits it computes; asking settles what <see cref="Precision.Auto"/> means.</summary>
    public Precision Precision => Options.Precision;

    /// <summary>The image tower.</summary>
    public ImageEncoder Image => _image.Value;

    /// <summary>The image tower for many threads at once, each run on the thread that asks.</summary>
    internal ImageEncoder Bulk => _bulk.Value;

    /// <summary>The image tower that does not pool.</summary>
    /// <exception cref="ModelException">The model has none (<see cref="DualEncoderModel.PatchTower"/>).</exception>
    public PatchEncoder Patches => _patches.Value;

    /// <summary>The text tower.</summary>
    public TextEncoder Text => _text.Value;

    // From the first use on they stay: embeddings of one encoder are of one kind.
    private EncoderOptions Options
    {
        get
        {
            lock (_gate)
            {
                return _options ??= _asked.Precision != Precision.Auto ? _asked : _asked with
                {
                    Precision = Quantisation.IsPossible(Model, _asked) && PrecisionTrial.Known(Model)?.Chosen == Precision.Int8 && CanBeMade() ? Precision.Int8 : Precision.Fp32,
                };
            }
        }
    }

    // The files may have to be made again, and there may be no room for them.
    private bool CanBeMade()
    {
        try
        {
            Model.Quantised!.Open();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ModelException)
        {
            return false;
        }
    }

    /// <summary>
    /// Tries eight bits against 32 on photos, where <see cref="Precision.Auto"/> is asked for, no trial was made on this machine with this
    /// model, and nothing is encoded yet. What is found is kept beside the model.
    /// </summary>
    /// <param name="photos">Photos of the kind that will be encoded; those that cannot be read are left out. Nearly 100 are used.</param>
    /// <param name="cancellationToken">Stops between photos.</param>
    /// <returns>What was found; null where nothing was tried.</returns>
    public PrecisionVerdict? Try(IEnumerable<PhotoSource> photos, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_options is not null || _asked.Precision != Precision.Auto || !Quantisation.IsPossible(Model, _asked) || PrecisionTrial.Known(Model) is not null) return null;
            var preprocessor = new PhotoPreprocessor(Model.Preprocessing);
            var tensors = new List<float[]>();
            foreach (var photo in photos)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var tensor = new float[preprocessor.Recipe.TensorLength];
                try
                {
                    preprocessor.Prepare(photo, tensor);
                }
                catch (PhotoException)
                {
                    continue; // indexing will tell
                }

                tensors.Add(tensor);
                if (tensors.Count == PrecisionTrial.Photos) break;
            }

            try
            {
                return tensors.Count == PrecisionTrial.Photos ? PrecisionTrial.Run(Model, _asked, tensors) : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ModelException)
            {
                return null; // no room for a second form of the weights, say: 32 bits do
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_image.IsValueCreated) _image.Value.Dispose();
        if (_bulk.IsValueCreated) _bulk.Value.Dispose();
        if (_patches.IsValueCreated) _patches.Value.Dispose();
        if (_text.IsValueCreated) _text.Value.Dispose();
    }
}
