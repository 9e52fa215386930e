using CsCheck;
using Vislumbre.Evaluation;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Evaluation;

public sealed class Held_out
{
    // SHA-256 of "abc" begins ba7816bf8f01cfea: 0.72839…; so anyone can check the rule in any language.
    [Theory]
    [InlineData("abc", 0.7283, false)]
    [InlineData("abc", 0.7284, true)]
    [InlineData("abc", 1, true)]
    [InlineData("abc", 0, false)]
    public void A_key_is_held_out_by_its_hash(string key, double share, bool expected) => Assert.Equal(expected, HeldOut.Contains(key, share));

    [Fact]
    public void About_the_share_of_keys_is_held_out() => Gen.Select(Gen.Double[0.02, 0.98], Gen.Int).Sample((share, start) =>
    {
        const int Keys = 4000;
        var held = Enumerable.Range(0, Keys).Count(i => HeldOut.Contains($"{start}-{i}", share));
        // Five standard deviations of a binomial.
        Assert.InRange(held, Keys * share - 5 * Math.Sqrt(Keys * share * (1 - share)), Keys * share + 5 * Math.Sqrt(Keys * share * (1 - share)));
    }, iter: 20);

    [Fact]
    public void What_a_share_holds_out_every_greater_one_holds_out_too() => Gen.Select(Gen.String, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((key, a, b) =>
        Assert.True(!HeldOut.Contains(key, Math.Min(a, b)) || HeldOut.Contains(key, Math.Max(a, b))));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_share_outside_zero_and_one_is_refused(double share) => Assert.Throws<ArgumentOutOfRangeException>(() => HeldOut.Contains("abc", share));

    [Fact]
    public void The_key_of_a_file_is_its_content_and_not_its_name()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("a.jpg"), "abc");
        File.Copy(folder.At("a.jpg"), folder.At("b.jpg"));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", HeldOut.KeyOfFile(folder.At("a.jpg")));
        Assert.Equal(HeldOut.KeyOfFile(folder.At("a.jpg")), HeldOut.KeyOfFile(folder.At("b.jpg")));
    }
}
