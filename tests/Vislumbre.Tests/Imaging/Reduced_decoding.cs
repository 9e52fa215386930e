using NetVips;
using Vislumbre.Imaging;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Imaging;

public sealed class Reduced_decoding
{
    private static readonly PhotoPreprocessor Clip = new(PreprocessingRecipe.Clip(64));

    [Theory]
    [InlineData(1200, 900, 2)]
    [InlineData(2400, 1800, 4)]
    [InlineData(400, 300, 1)]
    public void A_large_jpeg_is_decoded_smaller_and_gives_nearly_the_same_pixels(int width, int height, int shrink)
    {
        var jpeg = PaintedPictures.Encode(width, height, seed: 8);
        var decoded = PhotoDecoder.Use(PhotoSource.FromBytes(jpeg), new DecodeLimits(), neededEdge: 4 * 64, photo => (photo.Width, photo.Facts.Width));
        Assert.Equal((width / shrink, width), decoded);
        // The same pixels as PNG, which is always decoded whole.
        using var whole = Image.NewFromBuffer(jpeg);
        var expected = Clip.Resize(PhotoSource.FromBytes(whole.PngsaveBuffer(compression: 1))).Pixels;
        var pixels = Clip.Resize(PhotoSource.FromBytes(jpeg)).Pixels;
        Assert.InRange(pixels.Zip(expected, (a, b) => Math.Abs(a - b)).Average(), 0, shrink == 1 ? 0 : 1.0);
    }
}
