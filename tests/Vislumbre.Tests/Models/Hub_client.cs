using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Models;

/// <summary>Fetching from a hub of our own on loopback that breaks in every way that hubs do.</summary>
public sealed class Hub_client : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _weights = RandomNumberGenerator.GetBytes(300_000);
    private readonly byte[] _config = "{}"u8.ToArray();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_fetched_whole_and_then_in_place()
    {
        await using var hub = await LoopbackServer.StartAsync(Answer);
        var folder = await PullAsync(hub);
        Assert.Equal(_folder.At("test-model"), folder);
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.All(hub.Requests, request => Assert.StartsWith("/owner/name/resolve/commit/", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_break_in_the_middle_is_resumed_by_range()
    {
        var tries = 0;
        await using var hub = await LoopbackServer.StartAsync(context => IsWeights(context)
            ? LoopbackServer.SendAsync(context, _weights, breakAfter: ++tries <= 2 ? 100_000 : null) : Answer(context));
        var folder = await PullAsync(hub);
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        var ranges = hub.Requests.Where(request => request.Path.EndsWith("safetensors", StringComparison.Ordinal)).Select(request => request.Range).ToList();
        Assert.Equal(3, ranges.Count);
        Assert.Equal("", ranges[0]);
        Assert.All(ranges[1..], range => Assert.NotEqual("bytes=0-", range));
        Assert.All(ranges[1..], range => Assert.StartsWith("bytes=", range, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_was_stopped_is_resumed_by_the_next()
    {
        using var stop = new CancellationTokenSource();
        await using var hub = await LoopbackServer.StartAsync(Answer);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(hub, progress: new Watch(now =>
        {
            if (now.DoneBytes > 70_000) stop.Cancel();
        }), cancellationToken: stop.Token));
        Assert.False(Directory.Exists(_folder.At("test-model")));
        var folder = await PullAsync(hub);
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.StartsWith("bytes=", hub.Requests[^1].Range, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_of_another_version_is_thrown_away()
    {
        var etag = "old";
        await using var hub = await LoopbackServer.StartAsync(context => IsWeights(context)
            ? LoopbackServer.SendAsync(context, etag == "old" ? new byte[300_000] : _weights, etag, breakAfter: etag == "old" ? 90_000 : null) : Answer(context));
        await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub, options => options with { MaximumAttempts = 1 }));
        etag = "new";
        var folder = await PullAsync(hub);
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
    }

    [Fact]
    public async Task A_hub_that_knows_no_ranges_is_asked_from_the_beginning()
    {
        var tries = 0;
        await using var hub = await LoopbackServer.StartAsync(context => IsWeights(context)
            ? LoopbackServer.SendAsync(context, _weights, breakAfter: ++tries == 1 ? 50_000 : null, ignoreRange: true) : Answer(context));
        var folder = await PullAsync(hub);
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_busy_hub_is_asked_again(int status)
    {
        var tries = 0;
        await using var hub = await LoopbackServer.StartAsync(context =>
        {
            if (!IsWeights(context) || ++tries > 2) return Answer(context);
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        Assert.True(Directory.Exists(await PullAsync(hub)));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Retry_after_is_waited_for()
    {
        var times = new List<DateTime>();
        await using var hub = await LoopbackServer.StartAsync(context =>
        {
            if (!IsWeights(context)) return Answer(context);
            times.Add(DateTime.UtcNow);
            if (times.Count > 1) return Answer(context);
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        });
        await PullAsync(hub);
        Assert.True(times[1] - times[0] >= TimeSpan.FromSeconds(0.95), $"only {times[1] - times[0]}");
    }

    [Fact]
    public async Task A_hub_that_never_answers_well_is_given_up_with_a_reason()
    {
        await using var hub = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 502;
            return Task.CompletedTask;
        });
        var failure = await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub));
        Assert.Contains("502", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, hub.Requests.Count);
        Assert.False(Directory.Exists(_folder.At("test-model")));
    }

    [Fact]
    public async Task A_body_that_stands_still_is_given_up_and_resumed()
    {
        var tries = 0;
        await using var hub = await LoopbackServer.StartAsync(async context =>
        {
            if (!IsWeights(context) || ++tries > 1)
            {
                await Answer(context);
                return;
            }

            context.Response.Headers.ETag = "\"one\"";
            context.Response.ContentLength = _weights.Length;
            await context.Response.Body.WriteAsync(_weights.AsMemory(0, 1000));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var folder = await PullAsync(hub, options => options with { StallTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal("bytes=1000-", hub.Requests[^1].Range);
    }

    [Fact]
    public async Task Wrong_bytes_are_changed_upstream_and_nothing_is_installed()
    {
        await using var hub = await LoopbackServer.StartAsync(context => IsWeights(context) ? LoopbackServer.SendAsync(context, new byte[_weights.Length]) : Answer(context));
        var failure = await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub));
        Assert.Contains("changed upstream", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.At("test-model")));
        Assert.Empty(Directory.GetFiles(_folder.At("test-model.partial"), "*.part"));
    }

    [Fact]
    public async Task Wrong_bytes_that_an_earlier_run_left_are_fetched_once_more_before_the_hub_is_blamed()
    {
        await using var hub = await LoopbackServer.StartAsync(Answer);
        Directory.CreateDirectory(_folder.At("test-model.partial"));
        File.WriteAllBytes(_folder.At("test-model.partial", "model.safetensors.part"), new byte[1234]);
        File.WriteAllText(_folder.At("test-model.partial", "model.safetensors.part.etag"), "one");
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(await PullAsync(hub), "model.safetensors")));
        Assert.Equal(["bytes=1234-", ""], hub.Requests.Where(request => request.Path.EndsWith("safetensors", StringComparison.Ordinal)).Select(request => request.Range));
    }

    [Fact]
    public async Task A_wrong_length_is_changed_upstream()
    {
        await using var hub = await LoopbackServer.StartAsync(context => IsWeights(context) ? LoopbackServer.SendAsync(context, new byte[77]) : Answer(context));
        Assert.Contains("77", (await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_etag_that_is_a_hash_is_checked_too()
    {
        await using var hub = await LoopbackServer.StartAsync(context =>
        {
            if (!IsWeights(context)) return Answer(context);
            context.Response.Headers["X-Linked-ETag"] = $"\"{new string('a', 64)}\"";
            return LoopbackServer.SendAsync(context, _weights);
        });
        Assert.Contains("changed upstream", (await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_never_to_where_it_redirects()
    {
        await using var store = await LoopbackServer.StartAsync(context => LoopbackServer.SendAsync(context, _weights));
        await using var hub = await LoopbackServer.StartAsync(context =>
        {
            if (!IsWeights(context)) return Answer(context);
            context.Response.Redirect(new Uri(store.Address, "blob").ToString());
            return Task.CompletedTask;
        });
        await PullAsync(hub, options => options with { Token = "secret" });
        Assert.All(hub.Requests, request => Assert.Equal("Bearer secret", request.Authorization));
        Assert.Equal("", Assert.Single(store.Requests).Authorization);
    }

    [Fact]
    public async Task Redirects_without_end_are_given_up()
    {
        await using var hub = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect(context.Request.Path);
            return Task.CompletedTask;
        });
        Assert.Contains("redirects", (await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_fetched_from_the_other_place()
    {
        await using var hub = await LoopbackServer.StartAsync(context =>
        {
            if (!context.Request.Path.StartsWithSegments("/owner/name", StringComparison.Ordinal) || !IsWeights(context)) return Answer(context);
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await PullAsync(hub);
        Assert.Equal("/other/name/resolve/later/sub/model.safetensors", hub.Requests[^1].Path);
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_says_what_to_set()
    {
        await using var hub = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        Assert.Contains("HF_TOKEN", (await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_before_anything_is_fetched()
    {
        await using var hub = await LoopbackServer.StartAsync(Answer);
        var failure = await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub, options => options with { FreeBytes = _ => 1000 }));
        Assert.Contains("Make room", failure.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task Two_that_fetch_the_same_model_at_once_do_not_mix()
    {
        await using var hub = await LoopbackServer.StartAsync(async context =>
        {
            await Task.Delay(200);
            await Answer(context);
        });
        var first = PullAsync(hub);
        await Task.Delay(100);
        Assert.Contains("another vislumbre", (await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub))).Message, StringComparison.Ordinal);
        await first;
    }

    [Fact]
    public async Task A_branch_is_kept_to_the_commit_it_was_at_when_fetching_began()
    {
        var commit = new string('c', 40);
        await using var hub = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers["X-Repo-Commit"] = commit;
            return context.Request.Method == "HEAD" ? Task.CompletedTask : Answer(context);
        });
        using var client = new HubClient(new HubOptions { Endpoint = hub.Address });
        var folder = await client.PullAsync(Model() with { Sources = [new ModelSource("owner/name", "main")] }, _folder.Path);
        Assert.All(hub.Requests.Skip(1), request => Assert.StartsWith($"/owner/name/resolve/{commit}/", request.Path, StringComparison.Ordinal));
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_folder_that_is_there_but_not_whole_is_not_taken_for_the_model()
    {
        await using var hub = await LoopbackServer.StartAsync(Answer);
        var folder = await PullAsync(hub);
        File.WriteAllText(Path.Combine(folder, "model.safetensors"), "half");
        Assert.Contains("model remove", (await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var failure = Assert.Throws<ModelException>(() => KnownModels.Find("clip"));
        Assert.All(KnownModels.All, model => Assert.Contains(model.Name, failure.Message, StringComparison.Ordinal));
    }

    private Task<string> PullAsync(LoopbackServer hub, Func<HubOptions, HubOptions>? change = null, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new HubOptions { Endpoint = hub.Address, MaximumAttempts = 3, FirstDelay = TimeSpan.FromMilliseconds(5) };
        var client = new HubClient(change is null ? options : change(options));
        return client.PullAsync(Model(), _folder.Path, progress, cancellationToken).ContinueWith(pull =>
        {
            client.Dispose();
            return pull;
        }, TaskScheduler.Default).Unwrap();
    }

    private KnownModel Model() => new()
    {
        Name = "test-model",
        Summary = "",
        SummaryPortuguese = "",
        Sources = [new ModelSource("owner/name", "commit"), new ModelSource("other/name", "later", "sub/", "model.safetensors")],
        Files =
        [
            new ModelFile("config.json"),
            new ModelFile("model.safetensors", _weights.Length, Convert.ToHexStringLower(SHA256.HashData(_weights))),
        ],
        Languages = "en",
        License = "MIT",
        Dimension = 4,
        TotalBytes = null,
    };

    private static bool IsWeights(HttpContext context) => context.Request.Path.Value!.EndsWith("model.safetensors", StringComparison.Ordinal);

    private Task Answer(HttpContext context) => LoopbackServer.SendAsync(context, IsWeights(context) ? _weights : _config);

    private sealed class Watch(Action<PullProgress> show) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => show(value);
    }
}
