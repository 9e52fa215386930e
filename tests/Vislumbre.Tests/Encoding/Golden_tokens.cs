using System.Text.Json;
using Vislumbre.Encoding;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Encoding;

/// <summary>Texts of many scripts become the ids of the Hugging Face tokenizer.</summary>
public sealed class Golden_tokens
{
    [Fact]
    public void All_465_texts_give_the_reference_ids()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var tokenizer = Tokenizer.Open(new TokenizerRecipe { File = SharedFolder.At("reference", "clip", "tokenizer.json"), ContextLength = 77 });
        using var golden = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.At("reference", "clip", "token_ids.json")));
        var wrong = new List<string>();
        var count = 0;
        foreach (var entry in golden.RootElement.EnumerateArray())
        {
            count++;
            var text = entry.GetProperty("text").GetString()!;
            var expected = entry.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToList();
            var ids = tokenizer.Encode(text);
            if (!ids.SequenceEqual(expected)) wrong.Add($"{text}: {string.Join(',', ids)} instead of {string.Join(',', expected)}");
            var cut = tokenizer.EncodeCut(text);
            var expectedCut = expected.Count <= 77 ? expected : [.. expected.Take(76), expected[^1]];
            if (!cut.SequenceEqual(expectedCut.Select(id => (long)id))) wrong.Add($"{text} (cut): {string.Join(',', cut)}");
        }

        Assert.Equal(465, count);
        Assert.Empty(wrong);
    }
}
