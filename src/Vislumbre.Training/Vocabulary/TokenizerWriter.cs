using System.Text.Json;
using Vislumbre.Encoding;

namespace Vislumbre.Training.Vocabulary;

/// <summary>Writes a learned vocabulary as CLIP's <c>tokenizer.json</c>.</summary>
internal static class TokenizerWriter
{
    /// <summary>Writes the file and tells how many tokens there are; the last is the end token.</summary>
    public static int Write(string path, IReadOnlyList<(string First, string Second)> merges)
    {
        var tokens = VocabularyLearner.Tokens(merges);
        var (start, end) = (tokens.Count - 2, tokens.Count - 1);
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            version = "1.0",
            added_tokens = new[] { Special(start, tokens[start]), Special(end, tokens[end]) },
            normalizer = new
            {
                type = "Sequence",
                normalizers = new object[] { new { type = "NFC" }, new { type = "Replace", pattern = new { Regex = @"\s+" }, content = " " }, new { type = "Lowercase" } },
            },
            pre_tokenizer = new
            {
                type = "Sequence",
                pretokenizers = new object[]
                {
                    new { type = "Split", pattern = new { Regex = ClipWords.Pattern }, behavior = "Removed", invert = true },
                    new { type = "ByteLevel", add_prefix_space = false, trim_offsets = true, use_regex = true },
                },
            },
            post_processor = new { type = "RobertaProcessing", sep = new object[] { tokens[end], end }, cls = new object[] { tokens[start], start }, trim_offsets = false, add_prefix_space = false },
            decoder = new { type = "ByteLevel", add_prefix_space = true, trim_offsets = true, use_regex = true },
            model = new
            {
                type = "BPE",
                dropout = (double?)null,
                unk_token = tokens[end],
                continuing_subword_prefix = "",
                end_of_word_suffix = "</w>",
                fuse_unk = false,
                vocab = tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id),
                merges = merges.Select(merge => $"{merge.First} {merge.Second}"),
            },
        }));
        return tokens.Count;
    }

    private static object Special(int id, string content) => new { id, content, single_word = false, lstrip = false, rstrip = false, normalized = true, special = true };
}
