using CsCheck;
using Vislumbre.Catalog;
using Vislumbre.Searching;

namespace Vislumbre.Tests.Searching;

/// <summary>Queries are understood as a person means them, and what is wrong is pointed at.</summary>
public sealed class Query_language
{
    [Theory]
    [InlineData("two dogs playing in the snow", "two dogs playing in the snow")]
    [InlineData("  two   dogs  ", "two dogs")]
    [InlineData("beach - sunset", "beach - sunset")]
    [InlineData("dogs -cats", "dogs -\"cats\"")]
    [InlineData("dogs -\"wet dogs\"^0.5", "dogs -\"wet dogs\"^0.5")]
    [InlineData("\"red car\"^2 road", "road \"red car\"^2")]
    [InlineData("sea^3 like:42 -like:aB-c_9^2", "\"sea\"^3 like:42 -like:aB-c_9^2")]
    [InlineData("dogs by:\"Ana Silva\" ISO:100..400", "dogs by:\"Ana Silva\" iso:100..400")]
    [InlineData("by:ana OR by:bob dogs -is:featured", "dogs (by:ana OR by:bob) -is:featured")]
    [InlineData("(by:ana (iso:>400 OR f:<=2.8)) -(color:red color:blue)", "by:ana (iso:>400 OR f:<=2.8) -(color:red color:blue)")]
    [InlineData("sea near:-23.55,-46.63,10 taken:2019..2021 lens:\"50 mm\"", "sea near:-23.55,-46.63,10 taken:2019..2021 lens:\"50 mm\"")]
    [InlineData("color:Red cOlOr:#ff8000 color:petróleo color:dark*", "color:Red color:#ff8000 color:petróleo color:dark*")]
    [InlineData("is:new OR is:duplicate -is:failed", "(is:new OR is:duplicate) -is:failed")]
    [InlineData("sea^0.00001 -(-by:ana)", "\"sea\"^0.00001 -(-by:ana)")]
    [InlineData("OR is a word", "OR is a word")]
    [InlineData("sea^0.1234567890123456", "\"sea\"^0.123457")]
    [InlineData("it's 10:30 at C:", "it's 10:30 at C:")]
    [InlineData("gelo e neve à noite", "gelo e neve à noite")]
    [InlineData("say \"a \\\"b\\\" \\\\ c\"", "say \"a \\\"b\\\" \\\\ c\"")]
    public void A_query_is_understood(string written, string expected)
    {
        if (written.Contains("C:", StringComparison.Ordinal))
        {
            Assert.Contains("C:", Assert.Throws<QueryException>(() => QueryExpression.Parse(written)).Query, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(expected, Written(QueryExpression.Parse(written)));
    }

    [Theory]
    [InlineData("dogs iso:abc", 9, 3, "number")]
    [InlineData("dogs iso:800..100", 9, 8, "ends before")]
    [InlineData("submitted:2021-13", 10, 7, "date")]
    [InlineData("sea taken:tomorrow", 10, 8, "date")]
    [InlineData("near:lisboa", 5, 6, "degrees north")]
    [InlineData("near:91,0,5", 5, 6, "degrees north")]
    [InlineData("near:0,0,0", 5, 5, "kilometres")]
    [InlineData("sea color:bleu", 10, 4, "black, white, gray")]
    [InlineData("color:#12345", 6, 6, "#rrggbb")]
    [InlineData("orientation:wide x", 12, 4, "landscape, portrait, square")]
    [InlineData("camra:canon", 0, 6, "Is camera: meant?")]
    [InlineData("dogs \"in the", 5, 1, "never closed")]
    [InlineData("dogs (by:ana", 5, 1, "never closed")]
    [InlineData("dogs )", 5, 1, "closes nothing")]
    [InlineData("dogs ()", 5, 2, "nothing between")]
    [InlineData("dogs \"\"", 5, 2, "nothing between")]
    [InlineData("by:ana OR dogs", 10, 4, "Only conditions")]
    [InlineData("foo\"bar\"OR baz", 3, 5, "Only conditions")]
    [InlineData("(dogs by:ana)", 1, 4, "Only conditions")]
    [InlineData("by:ana OR ", 9, 1, "on its right")]
    [InlineData("dogs^0", 4, 2, "weight")]
    [InlineData("dogs^x", 4, 1, "weight")]
    [InlineData("dogs by:ana^2", 11, 1, "weights")]
    [InlineData("by: ana", 0, 3, "without a space")]
    public void What_is_wrong_is_pointed_at(string written, int position, int length, string says)
    {
        var wrong = Assert.Throws<QueryException>(() => QueryExpression.Parse(written));
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.Equal((position, length), (wrong.Position, wrong.Length));
        Assert.Equal(new string(' ', position) + new string('^', length), wrong.Marked.Split('\n')[1]);
    }

    [Theory]
    [InlineData("2021", "2021-01-01", "2022-01-01", false, true)]
    [InlineData("2021-03", "2021-03-01", "2021-04-01", false, true)]
    [InlineData("2019..2021-02", "2019-01-01", "2021-03-01", false, true)]
    [InlineData(">2021", "2022-01-01", null, false, false)]
    [InlineData(">=2021-03-04", "2021-03-04", null, false, false)]
    [InlineData("<2021", null, "2021-01-01", false, true)]
    [InlineData("<=2021", null, "2022-01-01", false, true)]
    public void A_year_a_month_and_a_day_are_spans(string written, string? low, string? high, bool lowIsOut, bool highIsOut)
    {
        var range = Assert.IsType<PhotoFilter.Range>(QueryExpression.Parse($"submitted:{written}").Filter);
        Assert.Equal((Moment(low), Moment(high), lowIsOut, highIsOut), (range.Low, range.High, range.LowIsOut, range.HighIsOut));

        static double? Moment(string? date) => date is null ? null : DateTimeOffset.Parse(date + "T00:00Z", null).ToUnixTimeMilliseconds();
    }

    [Fact]
    public void Any_100_000_queries_are_understood_or_refused_with_a_place_and_written_out_they_are_the_same()
    {
        string[] pieces = ["dog", "neve", "-", "\"", "(", ")", "^", "2", " ", " ", " OR ", "by:", "iso:", "like:", "is:featured", "..", ">", "<=", "*", "\\", "\\\"", "submitted:2021", "color:red", "color:", "near:1,2,3", "near:", "taken:<", "#00ff7f", "é", "\ud83d", "\0", "\n", "x:", "OR", "0.1234567890123456", "7"];
        var understood = 0;
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 14].Select(string.Concat).Sample(
            query =>
            {
                try
                {
                    var expression = QueryExpression.Parse(query);
                    var written = expression.ToString();
                    Assert.Equal(written, QueryExpression.Parse(written).ToString());
                    Interlocked.Increment(ref understood);
                }
                catch (QueryException e)
                {
                    Assert.InRange(e.Position, 0, Math.Max(0, query.Length));
                }
            },
            iter: 100_000);
        Assert.True(understood > 10_000, $"only {understood} were understood");
    }

    private static string Written(QueryExpression expression) => expression.ToString();
}
