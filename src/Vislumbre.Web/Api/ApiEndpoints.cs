using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Vislumbre.Web.Api;

/// <summary>The HTTP API: <c>/api/v1</c>, its description at <c>/openapi/v1.json</c>, and a page to try it at <c>/api</c>.</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter<ApiErrors>().AddEndpointFilter(FromHere).RequireRateLimiting(RequestLimits.Policy).WithTags("v1").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapSearch();
        api.MapPhotoApi();
        api.MapEmbeddings();
        api.MapSuggestions();
        api.MapMap();
        api.MapLibrary();
        app.MapOpenApi();
        app.MapScalarApiReference("/api", scalar => scalar.WithTitle("Vislumbre").DisableDefaultFonts().DisableTelemetry());
    }

    // A page elsewhere may not use a person's browser to change or to send anything here.
    private static ValueTask<object?> FromHere(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsGet(request.Method) || request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none") return next(context);
        return ValueTask.FromResult<object?>(Results.Problem(Language.Say("Requests from other sites are not answered.", "Pedidos de outros sites não são atendidos."), statusCode: StatusCodes.Status403Forbidden));
    }
}
