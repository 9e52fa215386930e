using CsCheck;
using Vislumbre.Searching;
using Vislumbre.Web;

namespace Vislumbre.Tests.Web;

public sealed class Search_addresses
{
    private static readonly string[] Names = ["q", "image", "like", "more", "less", "mode", "sort", "k", "skip", "upto", "likely", "by"];

    [Fact]
    public void An_address_that_is_written_is_read_as_it_was() =>
        Gen.Select(Gen.String[0, 20], Gen.Long[1, 1000].Array[0, 3], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 10_000], Gen.Bool).Sample((words, photos, mode, sort, skip, yes) =>
        {
            // What an address can hold: text in Unicode.
            words = new string([.. words.Where(c => !char.IsSurrogate(c))]).Trim();
            var address = new SearchAddress
            {
                Words = words.Length == 0 ? null : words,
                More = photos,
                Less = photos,
                Mode = (SearchMode)mode,
                Sort = (SearchOrder)sort,
                Skip = skip,
                Like = photos.Length > 0 ? photos[0] : null,
                UpTo = yes ? skip : null,
                OnlyLikely = yes,
                ShowsAll = yes,
                UsesTemplates = !yes,
                Count = yes ? 12 : null,
            };
            var read = SearchAddress.Read(address.ToString());
            Assert.Equal(address.ToString(), read.ToString());
            Assert.Equal(address with { More = [], Less = [] }, read with { More = [], Less = [] });
            Assert.Equal(address.More, read.More);
            Assert.Equal(address.Less, read.Less);
        });

    [Fact]
    public void Any_address_is_read_or_refused_with_a_sentence() =>
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.String).Sample((which, value) =>
        {
            var name = Names[which];
            try
            {
                _ = SearchAddress.Read($"?{name}={Uri.EscapeDataString(new string([.. value.Where(c => !char.IsSurrogate(c))]))}").At("/");
            }
            catch (SearchException e)
            {
                Assert.Contains(name, e.Message, StringComparison.Ordinal);
            }
        });
}
