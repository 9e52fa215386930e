using System.Diagnostics;
using Vislumbre.Imaging;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Imaging;

/// <summary>Pictures made to harm are refused, each for its own reason, fast and small.</summary>
public sealed class Hostile_pictures
{
    private static readonly PhotoPreprocessor Clip = new(PreprocessingRecipe.Clip(224));

    [Theory]
    [InlineData("empty.jpg", PhotoFault.Empty)]
    [InlineData("text.jpg", PhotoFault.NotAPicture)]
    [InlineData("garbage.png", PhotoFault.NotAPicture)]
    [InlineData("truncated-half.jpg", PhotoFault.Truncated)]
    [InlineData("truncated-header.jpg", PhotoFault.Truncated)]
    [InlineData("bit-rot.jpg", PhotoFault.Damaged)]
    [InlineData("bomb-60000x60000.png", PhotoFault.TooLarge)]
    [InlineData("lying-header.png", PhotoFault.Damaged)]
    [InlineData("script.svg", PhotoFault.UnsafeKind)]
    public void A_hostile_file_is_refused_for_its_own_reason(string file, PhotoFault fault)
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var path = SharedFolder.At("reference", "images", "hostile", file);
        using var process = Process.GetCurrentProcess();
        var before = process.PeakWorkingSet64;
        var clock = Stopwatch.StartNew();
        var refusal = Assert.Throws<PhotoException>(() => Clip.Resize(PhotoSource.FromFile(path)));
        clock.Stop();
        process.Refresh();
        Assert.Equal(fault, refusal.Fault);
        Assert.NotEmpty(refusal.Message);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 2000);
        Assert.True(process.PeakWorkingSet64 - before < 300L << 20, "more than 300 MB");
    }
}
