using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Searching;
using Vislumbre.Web.Jobs;

namespace Vislumbre.Web.Api;

/// <summary>How the library stands, and runs of indexing.</summary>
internal static class LibraryApi
{
    private const int MostFailures = 1000;

    public static void MapLibrary(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/library", (PhotoLibrary library, WebOptions options) => TypedResults.Ok(LibraryState.Of(library, options))).WithName("Library").WithSummary("Photos, model, and what it takes on disk");
        routes.MapGet("/library/failures", (PhotoLibrary library) => TypedResults.Ok(library.Catalog.Failed().Take(MostFailures).Select(photo => new FailedPhoto(photo.Path, photo.Reason ?? ""))))
            .WithName("Failures").WithSummary("Photos that could not be read, and why").AddEndpointFilter(OnlyHere);
        routes.MapGet("/library/job", (IndexingJobs jobs) => TypedResults.Ok(jobs.State)).WithName("Job").WithSummary("The run of indexing that goes on, or the last one; null before the first").AddEndpointFilter(OnlyHere);
        routes.MapPost("/library/job", Start).WithName("StartJob").WithSummary("Index folders").AddEndpointFilter(OnlyHere);
        routes.MapDelete("/library/job", (IndexingJobs jobs) =>
        {
            jobs.Stop();
            return TypedResults.NoContent();
        }).WithName("StopJob").WithSummary("Stop the run; the next one goes on where it was").AddEndpointFilter(OnlyHere);
        routes.MapGet("/library/events", (IndexingJobs jobs, IHostApplicationLifetime lifetime, HttpContext context) => TypedResults.ServerSentEvents(EventsAsync(jobs, lifetime, context.RequestAborted))).WithName("Events").WithSummary("The run of indexing as it goes, as server-sent events").AddEndpointFilter(OnlyHere);
    }

    private static Accepted<JobState> Start(ApiJobBody body, IndexingJobs jobs) => TypedResults.Accepted("/api/v1/library/job", jobs.Start(body.Paths, body.RetryFailed));

    // Until nobody looks any more, or the server ends: it does not wait for who looks on.
    private static async IAsyncEnumerable<SseItem<JobState?>> EventsAsync(IndexingJobs jobs, IHostApplicationLifetime lifetime, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await foreach (var state in jobs.FollowAsync(stop.Token)) yield return new SseItem<JobState?>(state, "job");
    }

    // Who comes from elsewhere does not look through this machine's folders.
    private static ValueTask<object?> OnlyHere(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetService(typeof(WebOptions)) is WebOptions { IsLocal: true }
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Problem(Language.Say("Folders are indexed on the machine itself.", "As pastas são indexadas na própria máquina."), statusCode: StatusCodes.Status403Forbidden));
}
