using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Vislumbre.Web.Api;

/// <summary>The API's description as OpenAPI 3.1.</summary>
internal static class ApiDescription
{
    public static void Describe(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        // Pages and their forms are for people.
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Vislumbre",
                Version = "v1",
                Description = "Find photographs by what they show. Errors are problem documents (RFC 9457). Where the server asks for a token: Authorization: Bearer TOKEN.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" } };
            return Task.CompletedTask;
        });
    }
}
