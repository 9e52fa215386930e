using System.Numerics.Tensors;
using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Encoding;

/// <summary>Towers with eight-bit weights, with the trained model that ships and real photos.</summary>
public sealed class Eight_bits : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DualEncoderModel _model;

    public Eight_bits()
    {
        // A copy: what is made beside the model must not be found by others.
        var shipped = ShippedModel.Folder;
        Directory.CreateDirectory(_folder.At("mini"));
        foreach (var file in Directory.GetFiles(shipped)) File.Copy(file, _folder.At("mini", Path.GetFileName(file)));
        _model = ModelReader.Open(_folder.At("mini"));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(63)]
    public void Photos_and_sentences_keep_their_embeddings_and_neighbours(int largest)
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var quantised = _model with { Quantised = new QuantisedTowers(_model.Folder, ClipArchitecture.Read(Path.Combine(_model.Folder, "config.json")), _model.Identity.Sha256, largest) };
        using var exact = new DualEncoder(_model);
        using var quick = new DualEncoder(quantised, new EncoderOptions { Precision = Precision.Int8 });
        var photos = Photos(200).ToList();
        var (right, near) = (photos.ConvertAll(exact.Image.Encode), photos.ConvertAll(quick.Image.Encode));
        Assert.True(right.Zip(near, Cosine).Min() > 0.995, $"{right.Zip(near, Cosine).Min()}");
        Assert.True(right.Select((_, at) => Nearest(right, at).Intersect(Nearest(near, at)).Count()).Average() > 9.5);
        foreach (var text in (string[])["two dogs playing in the snow", "a red car", "um barco na água", "x"])
        {
            Assert.True(Cosine(exact.Text.Encode(text), quick.Text.Encode(text)) > 0.998, text);
            Assert.NotEqual(exact.Text.Encode(text), quick.Text.Encode(text));
        }
    }

    [Fact]
    public void An_embedding_does_not_depend_on_its_company()
    {
        using var encoder = new DualEncoder(_model, new EncoderOptions { Precision = Precision.Int8 });
        var length = encoder.Image.Preprocessor.Recipe.TensorLength;
        var random = new Random(5);
        var tensors = Enumerable.Range(0, 3 * length).Select(at => (float)(random.NextDouble() * 4 - 2) * (at < length ? 1 : 3)).ToArray();
        Assert.Equal(encoder.Image.Encode(tensors.AsMemory(0, length), 1)[0], encoder.Image.Encode(tensors, 3)[0]);
        Assert.Equal(encoder.Text.Encode("a dog"), encoder.Text.Encode(["a dog", "three sheep under an old tree beside a river"])[0]);
        Assert.Equal(encoder.Image.Encode(tensors, 3)[2], encoder.Bulk.Encode(tensors, 3)[2]);
    }

    [Fact]
    public void Auto_is_32_bits_until_a_trial_speaks_for_eight_and_then_remembers_it()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var auto = new EncoderOptions { Precision = Precision.Auto, Device = ComputeDevice.Cpu };
        using (var before = new DualEncoder(_model, auto)) Assert.Equal(Precision.Fp32, before.Precision);
        using var encoder = new DualEncoder(_model, auto);
        Assert.Null(encoder.Try(Photos(12))); // too few to judge by
        var verdict = encoder.Try(Photos(200).Prepend(PhotoSource.FromBytes([1, 2, 3])));
        Assert.NotNull(verdict);
        Assert.Equal(96, verdict.Photos);
        Assert.True(verdict is { PhotoCosine: > 0.99 and <= 1.0001, TextCosine: > 0.99, Overlap: > 0.9, Speedup: > 0 }, $"{verdict}");
        Assert.Equal(verdict.Chosen, encoder.Precision);
        Assert.Null(encoder.Try(Photos(200)));
        using var later = new DualEncoder(_model, auto);
        Assert.Null(later.Try(Photos(200)));
        Assert.Equal(verdict.Chosen, later.Precision);
        using var plain = new DualEncoder(_model);
        Assert.Equal(Precision.Fp32, plain.Precision);
    }

    [Theory]
    [InlineData(0.99, 0.99, 0.9, 1.3, Precision.Int8)]
    [InlineData(0.98, 0.99, 0.9, 3, Precision.Fp32)]
    [InlineData(0.99, 0.98, 0.9, 3, Precision.Fp32)]
    [InlineData(0.99, 0.99, 0.8, 3, Precision.Fp32)]
    [InlineData(1, 1, 1, 1.2, Precision.Fp32)]
    public void A_trial_chooses_eight_bits_only_if_all_hold(double photos, double texts, double overlap, double speedup, Precision chosen) =>
        Assert.Equal(chosen, new PrecisionVerdict(96, photos, texts, overlap, speedup).Chosen);

    [Fact]
    public void What_is_made_is_made_once_and_again_when_it_is_damaged()
    {
        byte[] First()
        {
            using var encoder = new DualEncoder(ModelReader.Open(_model.Folder), new EncoderOptions { Precision = Precision.Int8 });
            return [.. encoder.Text.Encode("a dog").SelectMany(BitConverter.GetBytes)];
        }

        var embedding = First();
        var weights = Assert.Single(Directory.GetFiles(Path.Combine(_model.Folder, ".vislumbre"), "weights.int?"));
        var written = File.GetLastWriteTimeUtc(weights);
        Assert.Equal(embedding, First());
        Assert.Equal(written, File.GetLastWriteTimeUtc(weights));
        using (var file = File.OpenWrite(weights)) file.SetLength(1000);
        Assert.Equal(embedding, First());
        Assert.True(new FileInfo(weights).Length > 1000);
        Assert.Empty(Directory.GetFiles(Path.Combine(_model.Folder, ".vislumbre"), "*.tmp"));
    }

    [Fact]
    public void A_model_of_ONNX_towers_says_what_to_do_instead()
    {
        using var encoder = new DualEncoder(_model with { Quantised = null }, new EncoderOptions { Precision = Precision.Int8 });
        Assert.Contains("vision_model_quantized.onnx", Assert.Throws<ModelException>(() => encoder.Text).Message, StringComparison.Ordinal);
        using var auto = new DualEncoder(_model with { Quantised = null }, new EncoderOptions { Precision = Precision.Auto });
        Assert.Equal(Precision.Fp32, auto.Precision);
    }

    private static IEnumerable<PhotoSource> Photos(int count) =>
        new[] { "documerica", "fsaowi" }.SelectMany(set => Directory.GetFiles(SharedFolder.At("photos", set), "*.jpg").Order()).Take(count).Select(PhotoSource.FromFile);

    private static float Cosine(float[] one, float[] other) => TensorPrimitives.Dot(one, other);

    private static IEnumerable<int> Nearest(List<float[]> rows, int at) =>
        Enumerable.Range(0, rows.Count).Where(other => other != at).OrderByDescending(other => Cosine(rows[at], rows[other])).Take(10);

    public void Dispose() => _folder.Dispose();
}
