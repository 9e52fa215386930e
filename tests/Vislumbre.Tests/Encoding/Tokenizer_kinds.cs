using System.Text.Json;
using CsCheck;
using Vislumbre.Encoding;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Encoding;

public sealed class Tokenizer_kinds : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_older_pair_of_files_gives_the_same_ids_as_the_tokenizer_file()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var whole = SharedFolder.At("reference", "clip", "tokenizer.json");
        using (var document = JsonDocument.Parse(File.ReadAllBytes(whole)))
        {
            var model = document.RootElement.GetProperty("model");
            File.WriteAllText(_folder.At("vocab.json"), model.GetProperty("vocab").GetRawText());
            File.WriteAllLines(_folder.At("merges.txt"), model.GetProperty("merges").EnumerateArray().Select(pair => $"{pair[0].GetString()} {pair[1].GetString()}").Prepend("#version: 0.2"));
        }

        var one = Tokenizer.Open(new TokenizerRecipe { File = whole, ContextLength = 77 });
        var pair = Tokenizer.Open(new TokenizerRecipe { Vocabulary = _folder.At("vocab.json"), Merges = _folder.At("merges.txt"), ContextLength = 77 });
        Gen.String.Sample(text => Assert.Equal(one.Encode(text), pair.Encode(text)), iter: 2000);
    }

    [Fact]
    public void Any_text_gives_ids_inside_the_vocabulary_between_start_and_end()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var tokenizer = Tokenizer.Open(new TokenizerRecipe { File = SharedFolder.At("reference", "clip", "tokenizer.json"), ContextLength = 77 });
        Gen.Char.Array[0, 300].Sample(characters =>
        {
            var ids = tokenizer.EncodeCut(new string(characters));
            Assert.InRange(ids.Length, 2, 77);
            Assert.Equal((49406, 49407), (ids[0], ids[^1]));
            Assert.All(ids, id => Assert.InRange(id, 0, 49407));
        }, iter: 3000);
    }

    // The kind that SigLIP 2 uses: blanks as marks, bytes for what is not in the vocabulary, an end token, padding.
    [Fact]
    public void A_tokenizer_with_byte_fallback_spells_what_it_does_not_know()
    {
        var vocabulary = new Dictionary<string, int> { ["<pad>"] = 0, ["<eos>"] = 1, ["<unk>"] = 2, ["d"] = 3, ["o"] = 4, ["g"] = 5, ["do"] = 6, ["dog"] = 7, ["▁"] = 8, ["▁dog"] = 9, ["s"] = 10 };
        foreach (var b in System.Text.Encoding.UTF8.GetBytes("é")) vocabulary[$"<0x{b:X2}>"] = 100 + b;
        File.WriteAllText(_folder.At("tokenizer.json"), JsonSerializer.Serialize(new
        {
            normalizer = new { type = "Sequence", normalizers = new object[] { new { type = "Lowercase" }, new { type = "Replace", pattern = new { String = " " }, content = "▁" } } },
            pre_tokenizer = new { type = "Split", pattern = new { String = " " }, behavior = "MergedWithPrevious", invert = false },
            post_processor = new { type = "TemplateProcessing", single = new object[] { new { Sequence = new { id = "A" } }, new { SpecialToken = new { id = "<eos>" } } } },
            model = new { type = "BPE", byte_fallback = true, unk_token = "<unk>", vocab = vocabulary, merges = new[] { new[] { "d", "o" }, ["do", "g"], ["▁", "dog"] } },
        }));
        var recipe = new TokenizerRecipe { File = _folder.At("tokenizer.json"), ContextLength = 8, PadToContext = true };
        var tokenizer = Tokenizer.Open(recipe);
        Assert.Equal([7, 9, 10, 1], tokenizer.Encode("Dog DOGs"));
        Assert.Equal([7, 100 + 0xC3, 100 + 0xA9, 2, 1], tokenizer.Encode("dogéx"));
        Assert.Equal([7, 9, 1, 0, 0, 0, 0, 0], tokenizer.EncodeCut("dog dog"));
        Assert.Equal([7, 9, 9, 9, 9, 9, 9, 1], tokenizer.EncodeCut("dog dog dog dog dog dog dog dog dog"));
        Assert.Equal([7, 9, 10, 1], Tokenizer.Open(recipe with { Canonicalize = true }).Encode("dog,_dogs!"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"model\":{\"type\":\"WordPiece\",\"vocab\":{}}}")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{},\"merges\":[\"one\"]}}")]
    [InlineData("{\"normalizer\":{\"type\":\"Precompiled\"},\"model\":{\"type\":\"BPE\",\"vocab\":{},\"merges\":[]}}")]
    [InlineData("{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Removed\",\"invert\":true},\"model\":{\"type\":\"BPE\",\"vocab\":{},\"merges\":[]}}")]
    [InlineData("not json")]
    public void A_kind_that_is_not_known_is_refused_by_name(string json)
    {
        File.WriteAllText(_folder.At("tokenizer.json"), json);
        Assert.Throws<ModelException>(() => Tokenizer.Open(new TokenizerRecipe { File = _folder.At("tokenizer.json"), ContextLength = 77 }));
    }

    [Fact]
    public void A_damaged_file_is_refused_and_never_worse()
    {
        SmallModel.Write(_folder.At("model"));
        var whole = File.ReadAllBytes(_folder.At("model", "tokenizer.json"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((place, value) =>
        {
            var bytes = whole.ToArray();
            bytes[place] = value;
            var path = _folder.At($"{place}-{value}.json");
            File.WriteAllBytes(path, bytes);
            try
            {
                Tokenizer.Open(new TokenizerRecipe { File = path, ContextLength = 77 }).Encode("two dogs");
            }
            catch (ModelException)
            {
            }

            File.Delete(path);
        }, iter: 300);
    }
}
