using Microsoft.AspNetCore.Http;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Models;

/// <summary>Wrong bytes, redirects, refusals, a full disk: nothing wrong is installed, and the reason is said.</summary>
public sealed class Hub_that_is_not_trusted : Hub_scene
{
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
}
