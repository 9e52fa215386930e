using System.Text.Json;

namespace Vislumbre.Models;

/// <summary>Reads the small JSON files of a model folder.</summary>
internal static class JsonFile
{
    /// <summary>Parses a file.</summary>
    /// <exception cref="ModelException">It is absent or no JSON object.</exception>
    public static JsonDocument Read(string path)
    {
        try
        {
            var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw new ModelException(Language.Say($"{path} is not a JSON object.", $"{path} não é um objeto JSON."));
        }
        catch (JsonException e)
        {
            throw new ModelException(Language.Say($"{path} is not valid JSON: {e.Message}", $"{path} não é JSON válido: {e.Message}"), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(Language.Say($"{path} cannot be read: {e.Message}", $"{path} não pode ser lido: {e.Message}"), e);
        }
    }

    /// <summary>An object inside an object; an undefined element, which has nothing inside, where it is absent.</summary>
    public static JsonElement Child(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) && child.ValueKind == JsonValueKind.Object ? child : default;

    public static int? Number(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    public static float? Real(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetSingle() : null;

    public static string? Text(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool? Flag(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
}
