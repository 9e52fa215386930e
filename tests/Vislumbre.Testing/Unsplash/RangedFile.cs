using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Vislumbre.Testing.Unsplash;

/// <summary>Sends a file as servers do that know ranges.</summary>
internal static class RangedFile
{
    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">The file.</param>
    /// <param name="etag">Its strong ETag, with quotes.</param>
    /// <param name="cutAfter">After how many bytes of the body the connection breaks.</param>
    public static async Task SendAsync(HttpContext context, string path, string etag, long cutAfter)
    {
        using var file = File.OpenRead(path);
        var (from, to, length) = (0L, file.Length - 1, file.Length);
        var response = context.Response;
        response.Headers.ETag = etag;
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = "application/zip";
        if (RangeOf(context.Request, etag) is { } range)
        {
            (from, to) = range.From is { } first ? (first, Math.Min(range.To ?? to, to)) : (Math.Max(0, length - range.To!.Value), to);
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {(from > to ? "*" : $"{from}-{to}")}/{length}");
            response.StatusCode = from > to ? StatusCodes.Status416RangeNotSatisfiable : StatusCodes.Status206PartialContent;
            if (from > to)
            {
                response.ContentLength = 0;
                return;
            }
        }

        response.ContentLength = to - from + 1;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        var count = Math.Min(cutAfter, to - from + 1);
        file.Position = from;
        var buffer = new byte[1 << 16];
        for (var left = count; left > 0;)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), context.RequestAborted);
            await response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            left -= read;
        }

        await response.Body.FlushAsync(context.RequestAborted);
        if (count < to - from + 1)
            context.Abort();
    }

    /// <summary>The range, unless there is none, there are several, or If-Range names another file.</summary>
    private static RangeItemHeaderValue? RangeOf(HttpRequest request, string etag)
    {
        var ifRange = request.Headers.IfRange.ToString();
        if (ifRange.Length > 0 && ifRange != etag)
            return null;
        return RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var ranges) && ranges.Unit == "bytes" && ranges.Ranges.Count == 1 ? ranges.Ranges.First() : null;
    }
}
