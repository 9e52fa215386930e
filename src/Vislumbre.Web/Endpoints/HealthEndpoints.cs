using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Catalog;
using Vislumbre.Encoding;
using Vislumbre.Indexing;

namespace Vislumbre.Web.Endpoints;

/// <summary>Whether the server lives, and whether it can answer searches.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => "ok");
        routes.MapGet("/readyz", (PhotoLibrary library, DualEncoder encoder) =>
        {
            try
            {
                library.Nearest.Count(encoder.Model.Identity.Dimension);
                return Results.Text("ready");
            }
            catch (LibraryException)
            {
                // Anybody may ask: where the library is is not said.
                return Results.Problem(Language.Say("The index cannot be used now.", "O índice não pode ser usado agora."), statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        });
    }
}
