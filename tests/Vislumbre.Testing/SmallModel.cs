using System.Text.Json;

namespace Vislumbre.Testing;

/// <summary>A very small CLIP checkpoint with a tokenizer of bytes, made without anything from outside: for tests of everything but meaning.</summary>
public static class SmallModel
{
    private static readonly Lazy<string> Made = new(() =>
    {
        var folder = Path.Combine(Path.GetTempPath(), $"vislumbre-small-model-{Environment.ProcessId}");
        Write(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>The folder of one that all tests of this process share.</summary>
    public static string Folder => Made.Value;

    /// <summary>Writes one.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var tokenizer = Path.Combine(folder, "made-tokenizer.json");
        File.WriteAllText(tokenizer, Tokenizer());
        FormulaCheckpoint.Write(folder, new FormulaSizes(32, 2, 2, 32, 2, 2, 16, ImageSize: 64, Patch: 16, Context: 77, Vocabulary: 514), tokenizer);
        File.Delete(tokenizer);
    }

    // 256 bytes, 256 bytes that end a word, start, end; no merges.
    private static string Tokenizer()
    {
        var characters = Enumerable.Range(0, 256).Where(b => b is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE).Select(b => (char)b).ToList();
        characters.AddRange(Enumerable.Range(256, 256 - characters.Count).Select(c => (char)c));
        var vocabulary = characters.Select(c => c.ToString()).Concat(characters.Select(c => $"{c}</w>")).Append("<|startoftext|>").Append("<|endoftext|>").Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id);
        return JsonSerializer.Serialize(new
        {
            added_tokens = new[] { new { id = 512, content = "<|startoftext|>", special = true }, new { id = 513, content = "<|endoftext|>", special = true } },
            normalizer = new { type = "Sequence", normalizers = new object[] { new { type = "NFC" }, new { type = "Lowercase" } } },
            pre_tokenizer = new
            {
                type = "Sequence",
                pretokenizers = new object[]
                {
                    new { type = "Split", pattern = new { Regex = @"\s+" }, behavior = "Removed", invert = false },
                    new { type = "ByteLevel", use_regex = true },
                },
            },
            post_processor = new { type = "RobertaProcessing", sep = new object[] { "<|endoftext|>", 513 }, cls = new object[] { "<|startoftext|>", 512 } },
            model = new { type = "BPE", end_of_word_suffix = "</w>", vocab = vocabulary, merges = Array.Empty<string>() },
        });
    }
}
