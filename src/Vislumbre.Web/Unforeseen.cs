using Microsoft.Extensions.Logging;

namespace Vislumbre.Web;

/// <summary>Work beside the requests that ended as nobody foresaw: whoever reports it needs the whole of it.</summary>
internal static partial class Unforeseen
{
    [LoggerMessage(LogLevel.Error, "Work in the background ended unforeseen; please report it.")]
    public static partial void Log(ILogger log, Exception e);
}
