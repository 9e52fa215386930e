using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Vislumbre.Catalog;
using Vislumbre.Indexing;

namespace Vislumbre.Web.Endpoints;

/// <summary>Collections of one's own: keeping photos in them, and taking them along.</summary>
internal static class CollectionEndpoints
{
    public static void MapCollections(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/collections/keep", (IFormCollection form, PhotoLibrary library, HttpContext context) => Told(context, "/collections", () =>
        {
            var id = library.Catalog.Lists.Add(form["name"].ToString(), Photos(form));
            var to = OwnPath.Or(form["to"], "/collections");
            return $"{to}{(to.Contains('?', StringComparison.Ordinal) ? '&' : '?')}kept={id}";
        }));
        routes.MapPost("/collection/{id:long}/take", (long id, IFormCollection form, PhotoLibrary library, HttpContext context) => Told(context, $"/collection/{id}", () =>
        {
            library.Catalog.Lists.Take(id, Photos(form));
            return OwnPath.Or(form["to"], $"/collection/{id}");
        }));
        routes.MapPost("/collection/{id:long}/rename", (long id, [FromForm] string? name, PhotoLibrary library, HttpContext context) => Told(context, $"/collection/{id}", () =>
        {
            library.Catalog.Lists.Rename(id, name ?? "");
            return $"/collection/{id}";
        }));
        routes.MapPost("/collection/{id:long}/remove", ([FromForm] string? sure, long id, PhotoLibrary library, HttpContext context) => Told(context, $"/collection/{id}", () =>
        {
            if (sure is null) return $"/collection/{id}";
            library.Catalog.Lists.Remove(id);
            return "/collections";
        }));
        routes.MapGet("/collection/{id:long}/photos.zip", ZipAsync);
        routes.MapGet("/collection/{id:long}/photos.csv", Csv);
    }

    private static long[] Photos(IFormCollection form) =>
        [.. form["photo"].Select(value => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0)];

    private static IResult Told(HttpContext context, string at, Func<string> change)
    {
        try
        {
            return Results.Redirect(change());
        }
        catch (LibraryException e)
        {
            Notice.Put(context, e.Message);
            return Results.Redirect(at);
        }
    }

    // Straight from the files to the browser: however large the collection, memory stays small. Photos are packed already.
    private static async Task<IResult> ZipAsync(long id, PhotoLibrary library, HttpContext context)
    {
        if (library.Catalog.Lists.Find(id) is not { } list) return Results.NotFound();
        Name(context, list, "zip", "application/zip");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await using var zip = await ZipArchive.CreateAsync(context.Response.BodyWriter.AsStream(), ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, context.RequestAborted);
        foreach (var photo in library.Catalog.Lists.Photos(id).Where(photo => !photo.IsRemote && File.Exists(photo.Path)))
        {
            await using var file = new FileStream(photo.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var entry = zip.CreateEntry(Unlike(Path.GetFileName(photo.Path), names), CompressionLevel.NoCompression);
            if (photo.Modified.Year is >= 1980 and < 2108) entry.LastWriteTime = photo.Modified;
            await using var target = await entry.OpenAsync(context.RequestAborted);
            await file.CopyToAsync(target, context.RequestAborted);
        }

        return Results.Empty;
    }

    private static IResult Csv(long id, PhotoLibrary library, WebOptions options, HttpContext context)
    {
        if (library.Catalog.Lists.Find(id) is not { } list) return Results.NotFound();
        Name(context, list, "csv", "text/csv; charset=utf-8");
        var photos = library.Catalog.Lists.Photos(id);
        var details = library.Catalog.Details.Find([.. photos.Select(photo => photo.DetailId).OfType<long>()]);
        var lines = new System.Text.StringBuilder("id,name,path,width,height,description,photographer,credit,page\r\n");
        foreach (var photo in photos)
        {
            var said = details.GetValueOrDefault(photo.DetailId ?? 0);
            string?[] fields =
            [
                photo.Id.ToString(CultureInfo.InvariantCulture), PhotoNames.Of(photo, said), options.IsLocal || photo.IsRemote ? photo.Path : null, photo.Width?.ToString(CultureInfo.InvariantCulture),
                photo.Height?.ToString(CultureInfo.InvariantCulture), said?.Description ?? said?.AiDescription, said?.Photographer, said?.Attribution?.Sentence, said?.Attribution?.PhotoAddress ?? said?.PageAddress,
            ];
            lines.AppendJoin(',', fields.Select(Field)).Append("\r\n");
        }

        return Results.Text(lines.ToString());
    }

    // RFC 4180. What spreadsheets would take for a formula gets an apostrophe before it.
    private static string Field(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        if (value[0] is '=' or '+' or '-' or '@' or '\t' or '\r') value = "'" + value;
        return value.AsSpan().IndexOfAny("\",\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void Name(HttpContext context, PhotoList list, string ending, string mediaType)
    {
        var name = string.Concat(list.Name.Select(c => Path.GetInvalidFileNameChars().Contains(c) || c is '/' or '\\' or ':' ? '_' : c));
        var header = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment");
        header.SetHttpFileName($"{name}.{ending}");
        context.Response.Headers.ContentDisposition = header.ToString();
        context.Response.ContentType = mediaType;
    }

    private static string Unlike(string name, HashSet<string> names)
    {
        for (var i = 2; !names.Add(name); i++) name = $"{Path.GetFileNameWithoutExtension(name)} ({i}){Path.GetExtension(name)}";
        return name;
    }
}
