using Microsoft.AspNetCore.Http;
using Vislumbre.Catalog;
using Vislumbre.Imaging;
using Vislumbre.Searching;
using Vislumbre.Sources;

namespace Vislumbre.Web.Api;

/// <summary>What a person can put right becomes a problem document (RFC 9457) with the sentence, and for a query the place.</summary>
internal sealed class ApiErrors : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (VislumbreException e)
        {
            return Problem(e);
        }
    }

    private static IResult Problem(VislumbreException e) => e switch
    {
        QueryException query => Results.Problem(query.Message, statusCode: StatusCodes.Status400BadRequest, title: "The query cannot be understood.", type: "urn:vislumbre:query", extensions: new Dictionary<string, object?> { ["position"] = query.Position, ["length"] = query.Length }),
        LibraryException { Fault: LibraryFault.NotFound } => Results.Problem(e.Message, statusCode: StatusCodes.Status404NotFound, title: "There is no such photo.", type: "urn:vislumbre:not-found"),
        LibraryException => Results.Problem(e.Message, statusCode: StatusCodes.Status409Conflict, title: "The library cannot do that now.", type: "urn:vislumbre:library"),
        PhotoException => Results.Problem(e.Message, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The picture cannot be read.", type: "urn:vislumbre:picture"),
        FetchException => Results.Problem(e.Message, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The address cannot be fetched.", type: "urn:vislumbre:address"),
        _ => Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest, title: "That cannot be searched for.", type: "urn:vislumbre:search"),
    };
}
