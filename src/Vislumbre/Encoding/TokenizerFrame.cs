using System.Text.Json;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>Reads which ids stand before and after every text: the <c>post_processor</c>.</summary>
internal static class TokenizerFrame
{
    public static (IReadOnlyList<int> Prefix, IReadOnlyList<int> Suffix) Read(JsonElement processor, Dictionary<string, int> vocabulary, string path)
    {
        switch (processor.Text("type"))
        {
            case null or "ByteLevel":
                return ([], []);
            case "RobertaProcessing" or "BertProcessing":
                return ([processor.GetProperty("cls")[1].GetInt32()], [processor.GetProperty("sep")[1].GetInt32()]);
            case "TemplateProcessing":
                return Template(processor, vocabulary, path);
            case "Sequence":
                var frames = processor.GetProperty("processors").EnumerateArray().Select(part => Read(part, vocabulary, path)).ToList();
                return ([.. frames.SelectMany(frame => frame.Prefix)], [.. frames.SelectMany(frame => frame.Suffix)]);
            case var other:
                throw TokenizerFile.Unknownkind(path, "post_processor", other);
        }
    }

    private static (List<int>, List<int>) Template(JsonElement processor, Dictionary<string, int> vocabulary, string path)
    {
        var (prefix, suffix) = (new List<int>(), new List<int>());
        var target = prefix;
        foreach (var part in processor.GetProperty("single").EnumerateArray())
        {
            if (part.TryGetProperty("Sequence", out _))
            {
                target = suffix;
                continue;
            }

            var name = part.GetProperty("SpecialToken").GetProperty("id").GetString()!;
            if (!vocabulary.TryGetValue(name, out var id)) throw TokenizerFile.Unknownkind(path, "post_processor", name);
            target.Add(id);
        }

        return (prefix, suffix);
    }
}
