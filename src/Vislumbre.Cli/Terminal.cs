using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Vislumbre.Cli;

/// <summary>What the standard streams are, and how data is written to them.</summary>
internal static class Terminal
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // accents as they are: nothing here is HTML
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Whether a person sees the output.</summary>
    public static bool IsSeen => !Console.IsOutputRedirected;

    /// <summary>Whether a person can answer a question.</summary>
    public static bool CanAsk => IsSeen && !Console.IsInputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    /// <summary>Writes an object as JSON.</summary>
    public static void WriteJson(object value) => Console.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>A file's name as a link to it, where the terminal has links.</summary>
    public static string FileLink(string path) =>
        AnsiConsole.Profile.Capabilities.Links && Path.IsPathFullyQualified(path) ? $"[link={new Uri(path).AbsoluteUri.EscapeMarkup()}]{Short(path).EscapeMarkup()}[/]" : Short(path).EscapeMarkup();

    /// <summary>Text from elsewhere as one line: what would move the cursor or colour the terminal is a space.</summary>
    public static string OneLine(string text) => string.Create(text.Length, text, (line, from) =>
    {
        for (var i = 0; i < from.Length; i++) line[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? ' ' : from[i];
    });

    /// <summary>Words as a link to an address, where the terminal has links.</summary>
    public static string Link(string? address, string words) =>
        address is not null && AnsiConsole.Profile.Capabilities.Links ? $"[link={address.EscapeMarkup()}]{words.EscapeMarkup()}[/]" : words.EscapeMarkup();

    /// <summary>A path as people write it: below the home folder with a tilde.</summary>
    public static string Short(string path)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 1 && path.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "~" + path[home.Length..] : path;
    }

    /// <summary>A span of time as people say it.</summary>
    public static string Say(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => $"{(int)time.TotalHours} h {time.Minutes:00} min",
        { TotalMinutes: >= 1 } => $"{(int)time.TotalMinutes} min {time.Seconds:00} s",
        _ => $"{time.TotalSeconds:0.0} s",
    };
}
