using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Vislumbre.Imaging;
using Vislumbre.Testing;
using Vislumbre.Testing.Unsplash;

namespace Vislumbre.Tests.Sources;

/// <summary>The photo service of our own keeps its word: what other tests expect of it is so.</summary>
public sealed class Generated_release : IDisposable
{
    private static readonly string[] Tables = ["photos", "keywords", "collections", "conversions", "colors"];
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(20) };

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_strict_reader_reads_back_all_that_was_written_and_the_bad_rows_where_they_are_said_to_be()
    {
        var release = GeneratedRelease.Write(_folder.Path, new ReleaseOptions { Photos = 60, OddEvery = 2, BadRows = 5 });
        foreach (var table in Tables)
        {
            var records = Read(Zipped(release, table + ".tsv000"));
            var bad = release.BadRows.Where(row => row.Table == table + ".tsv000").ToDictionary(row => row.Line);
            Assert.Equal(5, bad.Count);
            Assert.Equal(release.RowCounts[table] + 5, records.Count - 1);
            Assert.All(bad.Values, row => Assert.Equal(row.Line, records[row.Record - 1].Line));
            Assert.All(records, record => Assert.Equal(bad.TryGetValue(record.Line, out var row) && row.Why == BadRowKind.TooFewFields ? 2 : records[0].Fields.Count, record.Fields.Count));
        }

        var lines = release.BadRows.Where(row => row.Table == "photos.tsv000").Select(row => row.Line).ToHashSet();
        var photos = Read(Zipped(release, "photos.tsv000")).Skip(1).Where(record => !lines.Contains(record.Line)).Select(record => record.Fields).ToList();
        Assert.Equal(release.Photos.Select(photo => (photo.Id, photo.OwnDescription, photo.Description)), photos.Select(fields => (fields[0], fields[8], fields[25])));
        Assert.Equal(release.Photos.Select(photo => "http://127.0.0.1:8765" + photo.Path), photos.Select(fields => fields[2]));
        Assert.Equal(31, photos[0].Count);
        var keywords = Read(Zipped(release, "keywords.tsv000")).Skip(1).Where(record => record.Fields[0] == release.Photos[3].Id).Select(record => record.Fields[1]);
        Assert.Superset(release.Photos[3].Keywords.ToHashSet(), keywords.ToHashSet());
    }

    [Fact]
    public void The_same_options_write_the_same_bytes_and_are_not_written_twice()
    {
        var options = new ReleaseOptions { Photos = 20, BadRows = 1 };
        var first = GeneratedRelease.Write(_folder.At("a"), options);
        var second = GeneratedRelease.Write(_folder.At("b"), options);
        Assert.Equal(File.ReadAllBytes(first.ZipPath), File.ReadAllBytes(second.ZipPath));
        var written = File.GetLastWriteTimeUtc(first.ZipPath);
        var again = GeneratedRelease.Write(_folder.At("a"), options);
        Assert.Equal(written, File.GetLastWriteTimeUtc(again.ZipPath));
        Assert.Equal(first.BadRows, again.BadRows);
        Assert.Equal(first.RowCounts, again.RowCounts);
    }

    [Fact]
    public void Releases_differ_as_releases_do()
    {
        var release = GeneratedRelease.Write(_folder.Path, new ReleaseOptions
        {
            Photos = 21,
            Parts = 2,
            CsvNames = true,
            RenamedColumns = ReleaseOptions.LaterNames,
            ExtraColumn = true,
            ReorderedColumns = true,
            Unpacked = true,
            ZipFolder = "lite-1.3",
            StrayQuotes = 2,
        });
        var colors = new[] { "colors.csv000", "colors.csv001" }.Select(part => Read(File.ReadAllText(Path.Combine(release.TablesFolder, part)))).ToList();
        Assert.Equal(["ai_score", "release_note", "ai_coverage", "keyword", "blue", "green", "red", "hex", "photo_id"], colors[1][0].Fields);
        Assert.Equal(release.RowCounts["colors"], colors.Sum(part => part.Count - 1));
        Assert.Contains("\n", Zipped(release, "lite-1.3/photos.csv001"), StringComparison.Ordinal);
        Assert.All(release.StrayQuotes, stray =>
        {
            var line = File.ReadAllText(Path.Combine(release.TablesFolder, stray.Table)).Split('\n')[stray.Line - 1];
            Assert.EndsWith(stray.PhotoId, line, StringComparison.Ordinal);
            Assert.Contains("\t\"", line, StringComparison.Ordinal);
            Assert.Equal(1, line.Count(c => c == '"'));
        });
        Assert.Equal(2, release.StrayQuotes.Count);
    }

    [Fact]
    public async Task Photos_are_pictures_but_those_whose_fate_is_another()
    {
        await using var server = await UnsplashServer.StartAsync(
            _folder.At("release"), new ReleaseOptions { Photos = 40, DistinctPictures = 5 },
            new UnsplashServerOptions { MaximumEdge = 64, NotFoundShare = 0.15, GoneShare = 0.15, WrongTypeShare = 0.15, TruncatedShare = 0.15, PictureFolder = _folder.At("pictures") });
        var hashes = new HashSet<string>();
        foreach (var photo in server.Release.Photos)
        {
            using var response = await _client.GetAsync(new Uri(server.Address, photo.Path + "?w=640&q=75&fm=jpg"));
            var bytes = await response.Content.ReadAsByteArrayAsync();
            var fate = server.FaultOf(photo);
            Assert.Equal(fate switch { PhotoFate.NotFound => 404, PhotoFate.Gone => 410, _ => 200 }, (int)response.StatusCode);
            Assert.Equal(fate switch { PhotoFate.WrongType => "text/html", PhotoFate.Fine or PhotoFate.Truncated => "image/jpeg", _ => null }, response.Content.Headers.ContentType?.MediaType);
            var whole = await server.BytesOfAsync(photo, 640);
            if (fate == PhotoFate.Truncated)
                Assert.Equal(whole[..(whole.Length / 2)], bytes);
            if (fate != PhotoFate.Fine)
                continue;
            Assert.Equal(whole, bytes);
            Assert.True(hashes.Add(Convert.ToHexString(bytes)));
            Assert.NotEmpty(Thumbnailer.Make(PhotoSource.FromBytes(bytes), 32));
        }

        Assert.Equal(5, Enum.GetValues<PhotoFate>().Count(fate => server.Release.Photos.Any(photo => server.FaultOf(photo) == fate)));
        Assert.Equal(5, Directory.GetFiles(_folder.At("pictures")).Length);
        Assert.Equal(40, server.Counts.Requests[RequestKind.Photo]);
    }

    [Fact]
    public async Task Each_photo_is_obtained_within_four_requests_whatever_breaks_and_storms_pass()
    {
        await using var server = await UnsplashServer.StartAsync(_folder.At("release"), new ReleaseOptions { Photos = 12, DistinctPictures = 2 }, new UnsplashServerOptions
        {
            MaximumEdge = 64,
            ResetShare = 0.3,
            UnavailableShare = 0.3,
            StallShare = 0.3,
            StallTime = TimeSpan.FromMilliseconds(20),
            StormsAt = [7],
            StormTime = TimeSpan.FromMilliseconds(150),
        });
        foreach (var photo in server.Release.Photos)
        {
            var (tries, there) = (0, false);
            while (!there)
            {
                try
                {
                    using var response = await _client.GetAsync(new Uri(server.Address, photo.Path));
                    there = response.StatusCode == HttpStatusCode.OK;
                    if (response.StatusCode == HttpStatusCode.TooManyRequests)
                    {
                        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
                        await Task.Delay(20);
                        continue;
                    }
                }
                catch (HttpRequestException)
                {
                }

                Assert.True(++tries <= 4);
            }
        }

        var counts = server.Counts;
        Assert.True(counts is { DuringStorms: > 0, Resets: > 0, Stalls: > 0 });
        Assert.Equal(counts.DuringStorms, counts.Statuses[429]);
        Assert.InRange(counts.MostAtOnce, 1, 3);
    }

    [Fact]
    public async Task The_zip_that_breaks_off_is_continued_by_range_as_long_as_it_is_the_same()
    {
        await using var server = await UnsplashServer.StartAsync(_folder.At("release"), new ReleaseOptions { Photos = 8 }, new UnsplashServerOptions { CutReleaseAfter = 1000 });
        var whole = await File.ReadAllBytesAsync(server.Release.ZipPath);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.GetByteArrayAsync(server.Latest));
        using var rest = await AskAsync(server, 1000, null);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(whole[1000..], await rest.Content.ReadAsByteArrayAsync());
        using var same = await AskAsync(server, 1000, rest.Headers.ETag);
        Assert.Equal(HttpStatusCode.PartialContent, same.StatusCode);
        using var other = await AskAsync(server, 1000, new EntityTagHeaderValue("\"another\""));
        Assert.Equal(whole, await other.Content.ReadAsByteArrayAsync());
        using var beyond = await AskAsync(server, whole.Length, null);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    private async Task<HttpResponseMessage> AskAsync(UnsplashServer server, long from, EntityTagHeaderValue? ifRange)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Latest);
        request.Headers.Range = new RangeHeaderValue(from, null);
        request.Headers.IfRange = ifRange is null ? null : new RangeConditionHeaderValue(ifRange);
        return await _client.SendAsync(request);
    }

    private static string Zipped(GeneratedRelease release, string entry)
    {
        using var zip = ZipFile.OpenRead(release.ZipPath);
        using var reader = new StreamReader(zip.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>As RFC 4180 has it, but parted by tabs and with lines that end in a line feed.</summary>
    private static List<(int Line, List<string> Fields)> Read(string text)
    {
        var records = new List<(int, List<string>)>();
        var (line, begin, fields, field) = (1, 1, new List<string>(), new StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && field.Length == 0)
            {
                for (i++; text[i] != '"' || i + 1 < text.Length && text[i + 1] == '"'; i++)
                {
                    line += text[i] == '\n' ? 1 : 0;
                    field.Append(text[i]);
                    if (text[i] == '"')
                        i++;
                }
            }
            else if (text[i] is '\t' or '\n')
            {
                fields.Add(field.ToString());
                field.Clear();
                if (text[i] == '\t')
                    continue;
                records.Add((begin, fields));
                (fields, begin) = ([], ++line);
            }
            else
            {
                field.Append(text[i]);
            }
        }

        return records;
    }
}
