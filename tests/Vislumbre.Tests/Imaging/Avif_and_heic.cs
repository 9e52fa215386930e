using NetVips;
using Vislumbre.Imaging;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Imaging;

public sealed class Avif_and_heic
{
    private static readonly PhotoPreprocessor Clip = new(PreprocessingRecipe.Clip(64));

    [Fact]
    public void An_avif_is_read()
    {
        var jpeg = PaintedPictures.Encode(120, 80, seed: 6);
        using var picture = Image.NewFromBuffer(jpeg);
        var (facts, pixels) = Clip.Resize(PhotoSource.FromBytes(picture.HeifsaveBuffer(q: 90, compression: Enums.ForeignHeifCompression.Av1)));
        Assert.Equal(new PhotoFacts(PhotoFormat.Heif, 120, 80), facts);
        var original = Clip.Resize(PhotoSource.FromBytes(jpeg)).Pixels;
        Assert.InRange(pixels.Zip(original, (a, b) => Math.Abs(a - b)).Average(), 0, 4);
    }

    [Fact]
    public void A_heic_video_codec_that_is_missing_refuses_with_a_reason()
    {
        using var picture = Image.NewFromBuffer(PaintedPictures.Encode(120, 80, seed: 6));
        var bytes = picture.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1);
        // The same file, said to be of a codec that nobody has.
        for (var at = 0; at + 4 <= bytes.Length; at++)
        {
            if (bytes.AsSpan(at, 4).SequenceEqual("av01"u8)) "zzzz"u8.CopyTo(bytes.AsSpan(at));
        }

        Assert.NotEmpty(Assert.Throws<PhotoException>(() => Clip.Resize(PhotoSource.FromBytes(bytes))).Message);
    }
}
