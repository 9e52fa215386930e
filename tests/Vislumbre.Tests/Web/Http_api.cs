using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Vislumbre.Searching;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Web;

/// <summary>The HTTP API over a real connection.</summary>
public sealed class Http_api(ServedLibrary served) : IClassFixture<ServedLibrary>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/search?q=a+lake&k=5")]
    [InlineData("/api/v1/search?q=lake&mode=words")]
    [InlineData("/api/v1/search?q=lake&mode=both&k=20")]
    [InlineData("/api/v1/search?q=-trees+orientation:landscape&sort=date")]
    [InlineData("/api/v1/search?like=3&k=7&all=1")]
    [InlineData("/api/v1/search?q=lake&more=4,5&less=6")]
    [InlineData("/api/v1/search?q=lake&upto=9223372036854775807")]
    [InlineData("/api/v1/search?q=lake&upto=3000000000&skip=3")]
    public async Task A_search_answers_as_the_library_does(string address)
    {
        var answer = await served.GetAsync(address);
        var asked = System.Web.HttpUtility.ParseQueryString(address[address.IndexOf('?', StringComparison.Ordinal)..]);
        var expected = await new PhotoSearcher(served.Library, served.Encoder).SearchAsync(new SearchQuery
        {
            Expression = asked["q"] is { } words ? QueryExpression.Parse(words) : null,
            LikePhoto = asked["like"] is { } like ? long.Parse(like, null) : null,
            Mode = Enum.Parse<SearchMode>(asked["mode"] ?? "meaning", ignoreCase: true),
            Order = Enum.Parse<SearchOrder>(asked["sort"] ?? "score", ignoreCase: true),
            Count = int.Parse(asked["k"] ?? "9", null),
            FoldsAlike = asked["all"] is null,
            Skip = int.Parse(asked["skip"] ?? "0", null),
            MoreLike = [.. (asked["more"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)],
            LessLike = [.. (asked["less"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)],
        }, Cancelled);
        Assert.NotEmpty(expected.Hits);
        Assert.Equal(expected.Hits.Select(hit => (hit.Photo.Id, hit.Rank)), Hits(answer));
        Assert.Equal(expected.UpTo, answer.GetProperty("upTo").GetInt64());
    }

    [Fact]
    public async Task Pages_that_are_asked_with_upto_go_on_where_they_end()
    {
        var first = await served.GetAsync("/api/v1/search?q=lake&k=6");
        var second = await served.GetAsync($"/api/v1/search?q=lake&k=6&skip=6&upto={first.GetProperty("upTo").GetInt64()}");
        Assert.Equal(Enumerable.Range(1, 12), Hits(first).Concat(Hits(second)).Select(hit => hit.Rank));
        Assert.Equal(12, Hits(first).Concat(Hits(second)).Select(hit => hit.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_body_asks_the_same_as_an_address()
    {
        var answer = await PostAsync("/api/v1/search", new { q = "lake", mode = "both", k = 4 });
        Assert.Equal(Hits(await served.GetAsync("/api/v1/search?q=lake&mode=both&k=4")), Hits(answer));
    }

    [Fact]
    public async Task A_picture_finds_itself_however_it_is_sent_and_its_key_stands_for_it()
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(served.Folder, "painting-0007.jpg"), Cancelled);
        using var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        var sent = await JsonAsync(await served.Client.PostAsync("/api/v1/search/picture?k=3", body, Cancelled));
        var inBase64 = await PostAsync("/api/v1/search", new { picture = Convert.ToBase64String(bytes), k = 3 });
        var byKey = await served.GetAsync($"/api/v1/search?picture={sent.GetProperty("picture").GetString()}&k=3");
        Assert.Equal("painting-0007.jpg", sent.GetProperty("hits")[0].GetProperty("photo").GetProperty("name").GetString());
        Assert.Equal(Hits(sent), Hits(inBase64));
        Assert.Equal(Hits(sent), Hits(byKey));
        var withWords = await served.GetAsync($"/api/v1/search?picture={sent.GetProperty("picture").GetString()}&q=trees&k=3");
        Assert.NotEqual(sent.GetProperty("hits")[0].GetProperty("score").GetDouble(), withWords.GetProperty("hits")[0].GetProperty("score").GetDouble());
    }

    [Theory]
    [InlineData("/api/v1/search?q=by:", 400, "urn:vislumbre:query")]
    [InlineData("/api/v1/search", 400, "urn:vislumbre:search")]
    [InlineData("/api/v1/search?q=lake&k=0", 400, "urn:vislumbre:search")]
    [InlineData("/api/v1/search?q=lake&k=9999", 400, "urn:vislumbre:search")]
    [InlineData("/api/v1/search?q=lake&skip=-1", 400, "urn:vislumbre:search")]
    [InlineData("/api/v1/search?q=lake&sort=size", 400, "urn:vislumbre:search")]
    [InlineData("/api/v1/search?q=lake&more=4,x", 400, "urn:vislumbre:search")]
    [InlineData("/api/v1/search?like=999", 404, "urn:vislumbre:not-found")]
    [InlineData("/api/v1/search?picture=none", 400, "urn:vislumbre:search")]
    [InlineData("/api/v1/search?image=file:///etc/passwd", 422, "urn:vislumbre:address")]
    [InlineData("/api/v1/photos/999", 404, "urn:vislumbre:not-found")]
    [InlineData("/api/v1/photos/999/similar", 404, "urn:vislumbre:not-found")]
    [InlineData("/api/v1/photos/3/similar?k=5000", 400, "urn:vislumbre:search")]
    [InlineData("/api/v1/photos/3/explanation?q=%22", 400, "urn:vislumbre:query")]
    public async Task What_cannot_be_is_a_problem_document_with_a_sentence(string address, int status, string type)
    {
        var answer = await served.Client.GetAsync(address, Cancelled);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal((type, status), (problem.GetProperty("type").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        if (type == "urn:vislumbre:query") Assert.True(problem.GetProperty("position").GetInt32() >= 0);
    }

    [Fact]
    public async Task A_problem_is_said_in_the_language_that_is_asked_for()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/photos/999") { Headers = { { "Accept-Language", "pt-BR" } } };
        Assert.Contains("Não há foto 999", (await JsonAsync(await served.Client.SendAsync(request, Cancelled))).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("words that are no picture", 422)]
    [InlineData("", 422)]
    public async Task A_body_that_is_no_picture_is_refused(string body, int status)
    {
        using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        Assert.Equal(status, (int)(await served.Client.PostAsync("/api/v1/search/picture", content, Cancelled)).StatusCode);
        Assert.Equal(status, (int)(await served.Client.PostAsync("/api/v1/embeddings/picture", content, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Photos_like_each_of_several_are_those_of_each_by_itself()
    {
        var several = await PostAsync("/api/v1/photos/similar", new { ids = new[] { 2, 9, 17 }, k = 5 });
        foreach (var (id, at) in new[] { (2, 0), (9, 1), (17, 2) })
        {
            var one = await served.GetAsync($"/api/v1/photos/{id}/similar?k=5");
            Assert.Equal(one.EnumerateArray().Select(Id), several[at].EnumerateArray().Select(Id));
            Assert.DoesNotContain(id, one.EnumerateArray().Select(Id));
        }

        Assert.Equal(400, (int)(await served.Client.PostAsJsonAsync("/api/v1/photos/similar", new { ids = Array.Empty<int>() }, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_photo_comes_with_all_that_is_known_of_it()
    {
        var photo = await served.GetAsync("/api/v1/photos/3");
        Assert.Equal(3, photo.GetProperty("photo").GetProperty("id").GetInt64());
        Assert.StartsWith("#", photo.GetProperty("colours")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(64, photo.GetProperty("sha256").GetString()!.Length);
        var links = photo.GetProperty("photo").GetProperty("links");
        foreach (var link in (string[])["thumbnail", "image", "page"]) Assert.Equal(200, (int)(await served.Client.GetAsync(links.GetProperty(link).GetString(), Cancelled)).StatusCode);
    }

    [Fact]
    public async Task An_image_comes_in_parts_and_is_not_sent_again_where_it_is_known()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(served.Folder, "painting-0000.jpg"), Cancelled);
        var id = Number("painting-0000.jpg");
        using var part = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/photos/{id}/image") { Headers = { Range = new RangeHeaderValue(100, 199) } };
        var answer = await served.Client.SendAsync(part, Cancelled);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(file[100..200], await answer.Content.ReadAsByteArrayAsync(Cancelled));
        foreach (var path in (string[])["/api/v1/photos/1/image", "/api/v1/photos/1/thumbnail", "/thumbnails/1?w=320"])
        {
            var first = await served.Client.GetAsync(path, Cancelled);
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            Assert.Equal(HttpStatusCode.NotModified, (await served.Client.SendAsync(again, Cancelled)).StatusCode);
        }
    }

    [Fact]
    public async Task Thumbnails_come_in_the_sizes_that_are_asked_for()
    {
        var lengths = new List<int>();
        foreach (var width in (int[])[320, 640, 2048])
        {
            var answer = await served.Client.GetAsync($"/thumbnails/5?w={width}", Cancelled);
            Assert.Equal("image/webp", answer.Content.Headers.ContentType?.MediaType);
            using var picture = NetVips.Image.NewFromBuffer(await answer.Content.ReadAsByteArrayAsync(Cancelled));
            lengths.Add(Math.Max(picture.Width, picture.Height));
        }

        var photo = served.Library.Catalog.Find(5)!;
        var longer = Math.Max(photo.Width!.Value, photo.Height!.Value);
        Assert.Equal([320, longer, longer], lengths); // a photo is not enlarged
    }

    [Fact]
    public async Task Embeddings_are_those_of_the_model()
    {
        var answer = await PostAsync("/api/v1/embeddings", new { texts = new[] { "a lake", "trees" } });
        var expected = served.Encoder.Text.Encode(["a lake", "trees"]);
        for (var i = 0; i < 2; i++) Assert.Equal(expected[i], answer.GetProperty("embeddings")[i].EnumerateArray().Select(number => number.GetSingle()));
        Assert.Equal(served.Encoder.Model.Identity.Sha256, answer.GetProperty("sha256").GetString());
        foreach (var texts in new[] { [], new[] { " " }, [.. Enumerable.Repeat("a", 257)] })
            Assert.Equal(400, (int)(await served.Client.PostAsJsonAsync("/api/v1/embeddings", new { texts }, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Suggestions_begin_as_what_is_typed_does_and_can_be_searched_for()
    {
        var suggested = await served.GetAsync("/api/v1/suggestions?q=bl");
        var queries = suggested.EnumerateArray().Select(one => one.GetProperty("query").GetString()!).ToList();
        Assert.Contains("color:blue", queries);
        foreach (var query in queries) Assert.Equal(200, (int)(await served.Client.GetAsync($"/api/v1/search?q={Uri.EscapeDataString(query)}", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task An_explanation_tells_score_words_and_place()
    {
        var why = await served.GetAsync($"/api/v1/photos/{Number("painting-0000.jpg")}/explanation?q=lake");
        Assert.Equal("lake", why.GetProperty("words")[0].GetProperty("word").GetString());
        Assert.Equal("description", why.GetProperty("words")[0].GetProperty("places")[0].GetString());
        var heat = why.GetProperty("heatMap");
        Assert.Equal(heat.GetProperty("rows").GetInt32() * heat.GetProperty("columns").GetInt32(), heat.GetProperty("values").GetArrayLength());
    }

    [Fact]
    public async Task The_description_is_OpenAPI_3_1_and_names_every_way_in()
    {
        var document = await served.GetAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("Vislumbre", document.GetProperty("info").GetProperty("title").GetString());
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        foreach (var path in (string[])["search", "search/picture", "photos/{id}", "photos/{id}/similar", "photos/similar", "photos/{id}/image", "photos/{id}/thumbnail", "photos/{id}/explanation", "embeddings", "embeddings/picture", "suggestions", "library", "library/job", "library/events", "map", "map/hits"])
            Assert.Contains($"/api/v1/{path}", paths);
        Assert.All(paths, path => Assert.StartsWith("/api/v1/", path, StringComparison.Ordinal));
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())) Assert.NotEqual("", operation.Value.GetProperty("summary").GetString());
        var page = await served.Client.GetAsync("/api/", Cancelled);
        Assert.Equal((200, "text/html"), ((int)page.StatusCode, page.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Health_and_measurements_are_told()
    {
        Assert.Equal("ok", await served.Client.GetStringAsync("/healthz", Cancelled));
        Assert.Equal("ready", await served.Client.GetStringAsync("/readyz", Cancelled));
        await served.GetAsync("/api/v1/search?q=lake");
        var metrics = await served.Client.GetStringAsync("/metrics", Cancelled);
        Assert.Contains("vislumbre_search_finding_seconds_count", metrics, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_is_traced_stage_by_stage()
    {
        var stages = new List<string>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name == SearchTelemetry.Name,
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (stages) stages.Add(activity.OperationName);
            },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await served.GetAsync("/api/v1/search?q=lake&mode=both");
        lock (stages) Assert.Superset(new HashSet<string> { "search", "encode", "conditions", "scan", "read" }, stages.ToHashSet());
    }

    [Fact]
    public async Task Requests_that_another_sites_page_makes_change_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/library/job") { Content = JsonContent.Create(new { paths = new[] { served.Folder } }), Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await served.Client.SendAsync(request, Cancelled)).StatusCode);
        using var fetching = new HttpRequestMessage(HttpMethod.Get, "/api/v1/search?image=http://example.com/a.jpg") { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        Assert.Equal(HttpStatusCode.BadRequest, (await served.Client.SendAsync(fetching, Cancelled)).StatusCode);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/v1/library") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await served.Client.SendAsync(rebound, Cancelled)).StatusCode);
    }

    private static List<(long Id, int Rank)> Hits(JsonElement answer) => [.. answer.GetProperty("hits").EnumerateArray().Select(hit => (Id(hit), hit.GetProperty("rank").GetInt32()))];

    // Photos are numbered as they are done, which is not always in order.
    private long Number(string file) => served.Library.Catalog.FindPath(Path.Combine(served.Folder, file))!.Id;

    private static long Id(JsonElement hit) => hit.GetProperty("photo").GetProperty("id").GetInt64();

    private async Task<JsonElement> PostAsync(string path, object body) => await JsonAsync(await served.Client.PostAsJsonAsync(path, body, Cancelled));

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
}
