using System.IO.Compression;
using Vislumbre.Sources;
using Vislumbre.Testing;
using Vislumbre.Testing.Unsplash;

namespace Vislumbre.Tests.Sources;

/// <summary>Tables as releases have them: in parts, renamed, odd and broken; every sound row is read and every other is named.</summary>
public sealed class Unsplash_release : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, false, false, false)]
    [InlineData(3, true, true, false)]
    [InlineData(2, false, true, true)]
    public void Every_row_of_every_release_is_read(int parts, bool csvNames, bool reordered, bool unpacked)
    {
        var written = Write(new ReleaseOptions { Photos = 60, DistinctPictures = 5, OddEvery = 2, Parts = parts, CsvNames = csvNames, ReorderedColumns = reordered, ExtraColumn = reordered, RenamedColumns = reordered ? ReleaseOptions.LaterNames : new Dictionary<string, string>(), Unpacked = unpacked });
        using var release = UnsplashRelease.Open(unpacked ? written.TablesFolder : written.ZipPath);
        var faults = new List<TableFault>();
        foreach (var table in UnsplashTables.All) Assert.Equal(written.RowCounts[table.File], release.Read(table, faults.Add).Count());
        Assert.Empty(faults);
        var photos = release.Read(UnsplashTables.Photos, faults.Add).ToDictionary(row => (string)row[0]!);
        foreach (var photo in written.Photos)
        {
            var row = photos[photo.Id];
            Assert.EndsWith(photo.Path, (string)Value(row, "image_address")!);
            Assert.Equal(Filled(photo.Description), Value(row, "ai_description"));
            Assert.Equal(Filled(photo.OwnDescription)?.ReplaceLineEndings("\n"), ((string?)Value(row, "description"))?.ReplaceLineEndings("\n"));
            Assert.Equal((long)photo.Width, Value(row, "width"));
            Assert.Equal(reordered, row[^1] is not null);
        }
    }

    [Fact]
    public void Bad_rows_are_named_with_file_and_line_and_the_others_are_read()
    {
        var written = Write(new ReleaseOptions { Photos = 50, DistinctPictures = 5, BadRows = 4, OddEvery = 5 });
        using var release = UnsplashRelease.Open(written.ZipPath);
        var faults = new List<TableFault>();
        foreach (var table in UnsplashTables.All)
        {
            var strangers = written.BadRows.Count(bad => bad.Table.StartsWith(table.File, StringComparison.Ordinal) && bad.Why == BadRowKind.UnknownPhoto);
            Assert.Equal(written.RowCounts[table.File] + strangers, release.Read(table, faults.Add).Count());
        }

        var expected = written.BadRows.Where(bad => bad.Why != BadRowKind.UnknownPhoto).Select(bad => (bad.Table, bad.Line)).Order().ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, faults.Select(fault => (fault.File, fault.Line)).Order());
        Assert.All(faults, fault => Assert.NotEmpty(fault.Reason));
    }

    [Fact]
    public void A_quote_that_never_closes_costs_no_row()
    {
        var written = Write(new ReleaseOptions { Photos = 50, DistinctPictures = 5, StrayQuotes = 3 });
        using var release = UnsplashRelease.Open(written.ZipPath);
        var faults = new List<TableFault>();
        var keys = release.Read(UnsplashTables.Photos, faults.Add).Select(row => (string)row[0]!).ToHashSet();
        Assert.True(written.StrayQuotes.Count == 3 && keys.IsSupersetOf(written.Photos.Select(photo => photo.Id)), string.Join('\n', faults));
    }

    [Fact]
    public void Values_that_are_not_what_their_column_holds_are_left_empty_and_named()
    {
        File.WriteAllText(_folder.At("photos.tsv000"), "photo_id\tphoto_image_url\tphoto_width\tphoto_featured\tphoto_submitted_at\tstats_views\nabc\thttps://images.example/a\twide\tperhaps\tyesterday\t\\N\nabd\thttps://images.example/b\t640.0\tt\t2021-03-04 05:06:07.5\t7\n");
        using var release = UnsplashRelease.Open(_folder.Path);
        var faults = new List<TableFault>();
        var rows = release.Read(UnsplashTables.Photos, faults.Add).ToList();
        Assert.Equal([null, null, null, null], new[] { "width", "featured", "submitted_ms", "views" }.Select(name => Value(rows[0], name)));
        Assert.Equal([640L, 1L, 1_614_834_367_500L, 7L], new[] { "width", "featured", "submitted_ms", "views" }.Select(name => Value(rows[1], name)));
        Assert.Equal([2, 2, 2], faults.Select(fault => fault.Line));
    }

    [Theory]
    [InlineData("2.8", 2.8)]
    [InlineData("f/2.8", 2.8)]
    [InlineData("28/10", 2.8)]
    [InlineData("35 mm", 35.0)]
    [InlineData("1/0", null)]
    [InlineData("NaN", null)]
    public void Numbers_are_read_as_cameras_write_them(string text, double? expected)
    {
        File.WriteAllText(_folder.At("photos.tsv000"), $"photo_id\tphoto_image_url\texif_aperture_value\nabc\thttps://images.example/a\t{text}\n");
        using var release = UnsplashRelease.Open(_folder.Path);
        Assert.Equal(expected, Value(Assert.Single(release.Read(UnsplashTables.Photos, _ => { })), "aperture"));
    }

    [Fact]
    public void A_zip_that_is_damaged_or_a_bomb_or_no_data_set_is_refused()
    {
        var written = Write(new ReleaseOptions { Photos = 40, DistinctPictures = 5 });
        var bytes = File.ReadAllBytes(written.ZipPath);
        var cut = _folder.At("cut.zip");
        File.WriteAllBytes(cut, bytes[..(bytes.Length / 2)]);
        Assert.Contains("cannot be read", Assert.Throws<SourceException>(() => UnsplashRelease.Open(cut)).Message, StringComparison.Ordinal);

        bytes[bytes.Length / 4] ^= 0x55;
        var flipped = _folder.At("flipped.zip");
        File.WriteAllBytes(flipped, bytes);
        Assert.Throws<SourceException>(() =>
        {
            using var release = UnsplashRelease.Open(flipped);
            foreach (var table in UnsplashTables.All) _ = release.Read(table, _ => { }).Count();
        });

        Assert.Contains("times its size", Assert.Throws<SourceException>(() => UnsplashRelease.Open(Zip("bomb.zip", ("photos.tsv000", new string('0', 64 << 20))))).Message, StringComparison.Ordinal);
        Assert.Contains("photos.tsv000", Assert.Throws<SourceException>(() => UnsplashRelease.Open(Zip("other.zip", ("readme.txt", "hello")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_a_zip_lead_nowhere()
    {
        var header = "photo_id\tphoto_image_url\nabc\thttps://images.example/a\n../../evil\thttps://images.example/b\n";
        using var release = UnsplashRelease.Open(Zip("slip.zip", ("../../../photos.tsv000", header)));
        var faults = new List<TableFault>();
        Assert.Equal("abc", Assert.Single(release.Read(UnsplashTables.Photos, faults.Add))[0]);
        Assert.Single(faults);
        Assert.Equal(["slip.zip"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    private string Zip(string name, params (string Name, string Text)[] entries)
    {
        var path = _folder.At(name);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (entry, text) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(text);
        }

        return path;
    }

    private GeneratedRelease Write(ReleaseOptions options) => GeneratedRelease.Write(_folder.At("release"), options);

    // Blank fields and the \N of databases are nothing.
    private static string? Filled(string text) => string.IsNullOrWhiteSpace(text) || text == @"\N" ? null : text;

    private static object? Value(object?[] row, string name) => row[UnsplashTables.Photos.Columns.ToList().FindIndex(column => column.Name == name)];
}
