using Microsoft.Extensions.Logging;

namespace Vislumbre.Web;

/// <summary>What ended as nobody foresaw: whoever reports it needs the whole of it, whoever met it a sentence.</summary>
internal static partial class Unforeseen
{
    /// <summary>For whoever met it.</summary>
    public static string Sentence => Language.Say("Something went wrong in Vislumbre; its log says what.", "Algo deu errado no Vislumbre; o registro diz o quê.");

    [LoggerMessage(LogLevel.Error, "Work in the background ended unforeseen; please report it.")]
    public static partial void Log(ILogger log, Exception e);
}
