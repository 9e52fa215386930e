using System.ComponentModel;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Web.Jobs;

namespace Vislumbre.Web.Endpoints;

/// <summary>What the library's page does, for this machine's user alone: index a folder, stop, show a file in its folder.</summary>
internal static class LibraryEndpoints
{
    public static void MapLibraryForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("").AddEndpointFilter((context, next) =>
            context.HttpContext.RequestServices.GetService(typeof(WebOptions)) is WebOptions { IsLocal: true } ? next(context) : ValueTask.FromResult<object?>(Results.StatusCode(StatusCodes.Status403Forbidden)));
        forms.MapPost("/library/index", ([FromForm] string? path, [FromForm] string? retry, IndexingJobs jobs, HttpContext context) =>
        {
            try
            {
                jobs.Start([path], retry is not null);
                return Results.Redirect("/library");
            }
            catch (VislumbreException e)
            {
                Notice.Put(context, e.Message);
                return Results.Redirect($"/library?path={Uri.EscapeDataString(path ?? "")}");
            }
        });
        forms.MapPost("/library/stop", ([FromForm] string? from, IndexingJobs jobs) =>
        {
            jobs.Stop();
            return Results.Redirect("/library");
        });
        forms.MapPost("/photo/{id:long}/open", ([FromForm] string? to, long id, PhotoLibrary library) =>
        {
            if (library.Catalog.Find(id) is { Status: PhotoStatus.Indexed, IsRemote: false } photo) Show(photo.Path);
            return Results.Redirect(OwnPath.Or(to, $"/photo/{id}"));
        });
    }

    // The path is the catalog's, never the request's, and is no part of a command line that is read again.
    private static void Show(string path)
    {
        var (program, arguments) = OperatingSystem.IsWindows() ? ("explorer.exe", new[] { $"/select,{path}" })
            : OperatingSystem.IsMacOS() ? ("open", ["-R", path])
            : ("xdg-open", new[] { Path.GetDirectoryName(path)! });
        try
        {
            using var started = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false });
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // A machine without a desktop: the page says where the file is.
        }
    }
}
