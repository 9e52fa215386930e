using System.Text;
using CsCheck;
using Vislumbre.Sources;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Evaluation;

public sealed class Caption_table : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Caption_table()
    {
        Directory.CreateDirectory(_folder.At("photos", "inner"));
        foreach (var file in new[] { "a.jpg", "b.jpg", "inner/c.jpg", "with, comma.jpg" }) File.WriteAllText(_folder.At("photos", file), "");
        File.WriteAllText(_folder.At("outside.jpg"), "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_read_by_its_table_in_any_order_of_columns()
    {
        Write("captions.tsv", "Caption\tnote\tFILE\tlanguage\r\na dog\tx\ta.jpg\ten\r\n\r\num \"cão\"\t\tinner/../a.jpg\tpt\n  a cat  \t\t./inner/c.jpg\t\n");
        var table = CaptionTable.Read(_folder.At("photos"));
        Assert.Equal(_folder.At("photos"), table.Folder);
        Assert.Equal([new CaptionRow("a.jpg", "en", "a dog"), new CaptionRow("a.jpg", "pt", "um \"cão\""), new CaptionRow("inner/c.jpg", null, "a cat")], table.Rows);
        Assert.Empty(table.Faults);
    }

    [Fact]
    public void Bad_rows_are_listed_with_their_lines_and_the_others_are_kept()
    {
        Write("captions.tsv", $"file\tcaption\n../outside.jpg\tx\n{_folder.At("outside.jpg")}\tx\nnone.jpg\tx\na.jpg\t \n\tx\na.jpg\nb.jpg\t{new string('x', 1_100_000)}\nb\0.jpg\tx\nb.jpg\tgood\n");
        var table = CaptionTable.Read(_folder.At("photos"));
        Assert.Equal([new CaptionRow("b.jpg", null, "good")], table.Rows);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], table.Faults.Select(fault => fault.Line));
        Assert.Contains("outside the folder", table.Faults[0].Reason, StringComparison.Ordinal);
        Assert.Contains("there is no file none.jpg", table.Faults[2].Reason, StringComparison.Ordinal);
        Assert.Contains("has no caption", table.Faults[3].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Commas_quotes_and_line_breaks_are_read_as_RFC_4180_says()
    {
        var path = Write("table.csv", "\uFEFF\"file\",\"caption\",language\r\n\"with, comma.jpg\",\"she said \"\"so\"\",\r\nand left\",en\r\nnone.jpg,x,\nb.jpg,plain \"quoted\" word,pt\r\n");
        var table = CaptionTable.Read(path);
        Assert.Equal([new CaptionRow("with, comma.jpg", "en", "she said \"so\",\r\nand left"), new CaptionRow("b.jpg", "pt", "plain \"quoted\" word")], table.Rows);
        Assert.Equal([4], table.Faults.Select(fault => fault.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("more than a record may hold")]
    public void A_quote_that_is_never_closed_spoils_its_own_line_alone(string more)
    {
        var filling = more.Length == 0 ? "" : string.Concat(Enumerable.Repeat("b.jpg,filling\n", 80_000));
        var table = CaptionTable.Read(Write("table.csv", $"file,caption\na.jpg,\"never closed\n{filling}b.jpg,good\n"));
        Assert.Equal([2], table.Faults.Select(fault => fault.Line));
        Assert.Equal(more.Length == 0 ? 1 : 80_001, table.Rows.Count);
    }

    [Fact]
    public void Json_lines_may_have_one_caption_or_many()
    {
        var path = Write("metadata.jsonl", """
            {"file_name": "a.jpg", "text": "a dog"}
            {"file": "b.jpg", "captions": ["one", "two", "", 3], "language": "en"}
            [1]
            {"file": "b.jpg"}
            {"text": "no file"}
            {"file": "a.jpg", "text": "\ud800"}
            not json
            {"file": "../outside.jpg", "caption": "x"}
            """);
        var table = CaptionTable.Read(path);
        Assert.Equal([new CaptionRow("a.jpg", null, "a dog"), new CaptionRow("b.jpg", "en", "one"), new CaptionRow("b.jpg", "en", "two")], table.Rows);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8], table.Faults.Select(fault => fault.Line));
    }

    [Theory]
    [InlineData("captions.tsv", "")]
    [InlineData("captions.tsv", "a.jpg\ta dog\n")]
    [InlineData("captions.csv", "file;caption\na.jpg;a dog\n")]
    [InlineData("captions.jsonl", "[]\n")]
    public void A_table_without_the_columns_is_refused(string name, string text) =>
        Assert.Throws<CaptionTableException>(() => CaptionTable.Read(Write(name, text)));

    [Fact]
    public void A_table_that_is_not_there_is_refused()
    {
        Assert.Contains("captions.tsv", Assert.Throws<CaptionTableException>(() => CaptionTable.Read(_folder.At("photos"))).Message, StringComparison.Ordinal);
        Assert.Throws<CaptionTableException>(() => CaptionTable.Read(_folder.At("none.tsv")));
    }

    [Theory]
    [InlineData("fuzzed.tsv", "file\tcaption\tlanguage\na.jpg\ta dog\ten\n")]
    [InlineData("fuzzed.csv", "file,caption\na.jpg,\"a \"\"dog\"\",\nx\"\n")]
    [InlineData("fuzzed.jsonl", "{\"file\":\"a.jpg\",\"captions\":[\"a\",\"b\"],\"language\":\"en\"}\n")]
    public void Any_bytes_give_a_table_or_its_exception(string name, string seed)
    {
        var path = _folder.At("photos", name);
        var sound = System.Text.Encoding.UTF8.GetBytes(seed);
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[0, sound.Length], Gen.Int[0, sound.Length], Gen.Bool).Sample((bytes, from, cut, withHeader) =>
        {
            byte[] mixed = withHeader ? [.. sound, .. sound[..from], .. bytes, .. sound[cut..]] : [.. sound[..from], .. bytes, .. sound[cut..]];
            File.WriteAllBytes(path, mixed);
            try
            {
                var table = CaptionTable.Read(path);
                Assert.All(table.Rows, row => Assert.True(row.Caption.Length > 0 && File.Exists(Path.Combine(table.Folder, row.File))));
            }
            catch (CaptionTableException)
            {
            }
        }, iter: 1500, threads: 1);
    }

    [Fact]
    public void Contrasts_need_both_pictures()
    {
        Assert.Null(ContrastTable.TryRead(_folder.At("photos")));
        Write("contrasts.tsv", "kind\tlanguage\tcaption\tright\twrong\ncount\ten\ttwo dogs\ta.jpg\tb.jpg\ncount\ten\ttwo dogs\ta.jpg\tnone.jpg\n");
        var table = ContrastTable.TryRead(_folder.At("photos"))!;
        Assert.Equal([new ContrastRow("count", "en", "two dogs", "a.jpg", "b.jpg")], table.Rows);
        Assert.Equal([3], table.Faults.Select(fault => fault.Line));
        Write("contrasts.tsv", "kind\tcaption\tright\n");
        Assert.Contains("wrong", Assert.Throws<CaptionTableException>(() => ContrastTable.TryRead(_folder.At("photos"))).Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = _folder.At("photos", name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
