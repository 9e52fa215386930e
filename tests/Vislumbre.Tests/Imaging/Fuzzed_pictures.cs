using CsCheck;
using Vislumbre.Imaging;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Imaging;

public sealed class Fuzzed_pictures
{
    private static readonly PhotoPreprocessor Clip = new(PreprocessingRecipe.Clip(64), new DecodeLimits { MaximumPixels = 4_000_000 });

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("bmp")]
    public void A_picture_with_changed_or_missing_bytes_is_read_or_refused_and_never_worse(string kind)
    {
        var whole = kind == "bmp" ? PaintedPictures.Bitmap(48, 32, seed: 3) : PaintedPictures.Encode(48, 32, seed: 3, kind);
        Gen.Select(Gen.Int[0, whole.Length - 1].Array[0, 6], Gen.Byte, Gen.Int[0, whole.Length]).Sample((places, value, length) =>
        {
            var bytes = whole.ToArray();
            foreach (var place in places) bytes[place] = (byte)(value + place);
            if (length % 3 == 0) bytes = bytes[..length];
            try
            {
                Clip.Resize(PhotoSource.FromBytes(bytes));
            }
            catch (PhotoException)
            {
            }
        }, iter: 400);
    }

    [Fact]
    public void A_bitmap_that_ends_early_is_truncated_and_not_filled_up()
    {
        var whole = PaintedPictures.Bitmap(48, 32, seed: 3);
        Clip.Resize(PhotoSource.FromBytes(whole));
        Assert.Equal(PhotoFault.Truncated, Assert.Throws<PhotoException>(() => Clip.Resize(PhotoSource.FromBytes(whole[..(whole.Length / 2)]))).Fault);
    }

    [Fact]
    public void Random_bytes_are_refused() => Gen.Byte.Array[0, 400].Sample(bytes =>
        Assert.Throws<PhotoException>(() => Clip.Resize(PhotoSource.FromBytes(bytes))), iter: 500);

    [Fact]
    public void Bytes_between_segments_that_cameras_write_do_not_refuse_a_photo()
    {
        var whole = PaintedPictures.Encode(120, 80, seed: 5, "jpg");
        // Just before the end marker.
        byte[] padded = [.. whole[..^2], 0x12, 0x34, 0x56, .. whole[^2..]];
        var (facts, _) = Clip.Resize(PhotoSource.FromBytes(padded));
        Assert.Equal((120, 80), (facts.Width, facts.Height));
    }
}
