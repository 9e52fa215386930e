using System.Text.Json;

namespace Vislumbre.Sources;

/// <summary>What one line of a JSON-lines table says.</summary>
internal sealed record JsonCaptions
{
    private static readonly string[] FileNames = ["file", "file_name"];
    private static readonly string[] CaptionNames = ["caption", "captions", "text"];

    public string? File { get; init; }

    public string? Language { get; init; }

    public IReadOnlyList<string> Captions { get; init; } = [];

    /// <summary>What is wrong with the line, or with one of its captions; the others are good.</summary>
    public string? Fault { get; init; }

    /// <summary>Parses a line; it never throws.</summary>
    public static JsonCaptions Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return new JsonCaptions { Fault = Vislumbre.Language.Say("is not a JSON object", "não é um objeto JSON") };
            if (FileNames.Select(name => Text(root, name)).FirstOrDefault(file => file is not null) is not { } file)
                return new JsonCaptions { Fault = Vislumbre.Language.Say("has no file", "sem file") };
            var said = CaptionNames.SelectMany(name => Texts(root, name)).ToList();
            return new JsonCaptions
            {
                File = file,
                Language = Text(root, "language"),
                Captions = [.. said.OfType<string>()],
                Fault = said.Count == 0 || said.Contains(null) ? Vislumbre.Language.Say("has no caption, or an empty one", "sem legenda, ou com uma vazia") : null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what an escaped half of a surrogate pair gives.
            return new JsonCaptions { Fault = Vislumbre.Language.Say("is not valid JSON", "não é JSON válido") };
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;

    private static IEnumerable<string?> Texts(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value)) return [];
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Text)] : [Text(value)];
    }
}
