using Microsoft.AspNetCore.Http;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Models;

/// <summary>A hub that breaks, stalls, is busy: what can be had is had.</summary>
public sealed class Hub_on_a_bad_line : Hub_scene
{
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
        await Assert.ThrowsAsync<ModelException>(() => PullAsync(hub, options => options with { Patience = options.Patience with { MaximumAttempts = 1 } }));
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
        var folder = await PullAsync(hub, options => options with { Patience = options.Patience with { StallTimeout = TimeSpan.FromMilliseconds(300) } });
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal("bytes=1000-", hub.Requests[^1].Range);
    }
}
