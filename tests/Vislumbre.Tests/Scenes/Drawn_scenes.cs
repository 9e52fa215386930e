using System.Text.Json;
using SkiaSharp;
using Vislumbre.Evaluation;
using Vislumbre.Scenes;
using Vislumbre.Scenes.Captions;
using Vislumbre.Scenes.Facts;
using Vislumbre.Scenes.Painting;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Scenes;

public sealed class Drawn_scenes
{
    [Fact]
    public void The_same_seed_draws_the_same_pictures_and_captions()
    {
        var (first, second) = (SceneSet.Create(new SceneFolderOptions { Count = 20, Seed = 7 }), SceneSet.Create(new SceneFolderOptions { Count = 30, Seed = 7 }));
        for (var i = 0; i < first.Count; i++)
        {
            Assert.Equal(first[i].Facts, second[i].Facts);
            Assert.Equal(first[i].English, second[i].English);
            Assert.Equal(first[i].Portuguese, second[i].Portuguese);
        }

        Assert.Equal(first[3].Draw(128), second[3].Draw(128));
        Assert.NotEqual(first[3].Draw(128), SceneSet.Create(new SceneFolderOptions { Count = 4, Seed = 8 })[3].Draw(128));
    }

    [Fact]
    public void Every_subject_has_an_artist_and_words_and_something_that_it_can_be()
    {
        Assert.True(Subjects.All.Count >= 40);
        foreach (var subject in Subjects.All)
        {
            Assert.NotNull(Artists.Of(subject.Key));
            Assert.NotEmpty(Nouns.English(subject.Key));
            Assert.NotEmpty(Nouns.Portuguese(subject.Key));
            Assert.NotEmpty(subject.Places);
            Assert.InRange(subject.Most, 1, 5);
        }
    }

    [Fact]
    public void Every_subject_leaves_its_colour_on_the_picture()
    {
        foreach (var subject in Subjects.All)
        {
            using var bitmap = new SKBitmap(200, 260);
            using var canvas = new SKCanvas(bitmap);
            using var brush = new Brush(canvas, new SceneRandom(1));
            canvas.Translate(100, 200);
            Artists.Of(subject.Key)(brush, new Look(Artists.Colour(subject.Key, subject.Colours.FirstOrDefault(), brush.Random), subject.Actions.FirstOrDefault(), false));
            var painted = bitmap.Pixels.Count(pixel => pixel.Alpha > 128);
            Assert.True(painted > 800, $"{subject.Key}: {painted} pixels");
        }
    }

    [Fact]
    public void No_two_scenes_of_a_set_have_the_same_facts_and_captions_are_five_or_more_in_each_language()
    {
        var scenes = SceneSet.Create(new SceneFolderOptions { Count = 2000, Seed = 3 });
        Assert.Equal(scenes.Count, scenes.Select(scene => scene.Facts).Distinct().Count());
        Assert.All(scenes, scene => Assert.True(scene.English.Distinct().Count() >= 5 && scene.Portuguese.Distinct().Count() >= 5));
    }

    [Fact]
    public void What_is_held_out_is_never_learned_from()
    {
        var learning = SceneSet.Create(new SceneFolderOptions { Count = 3000, Seed = 1, Part = ScenePart.Learning }).Select(scene => scene.Facts.Composition).ToHashSet();
        var heldOut = SceneSet.Create(new SceneFolderOptions { Count = 500, Seed = 2, Part = ScenePart.HeldOut }).Select(scene => scene.Facts.Composition).ToHashSet();
        Assert.Empty(learning.Intersect(heldOut));
        Assert.All(heldOut, composition => Assert.True(HeldOut.Contains(composition, SceneDirector.HeldOutShare)));
    }

    [Fact]
    public void Variants_differ_in_one_thing_alone_are_worded_alike_and_stay_on_their_side_of_the_split()
    {
        var scenes = SceneSet.Create(new SceneFolderOptions { Count = 2000, Seed = 1, Part = ScenePart.Learning, Variants = true });
        var kinds = scenes.Chunk(2).Select(pair =>
        {
            var (a, b) = (pair[0].Facts, pair[1].Facts);
            // Where no variant fits, the second is a scene of its own.
            if (pair[0].Group != pair[1].Group) return "alone";
            if (a != b && a == b with { Relation = a.Relation }) Assert.Equal(pair[0].English.Select(Mirrored), pair[1].English);
            // What flies is above a place and not in it.
            if (a != b && a == b with { Action = a.Action } && a.Action != "flying" && b.Action != "flying")
                Assert.All(pair[0].English.Zip(pair[1].English), both => Assert.Equal(Rest(both.First), Rest(both.Second)));
            return a == b with { Count = a.Count } ? "count" : a == b with { Action = a.Action } ? "action" : a == b with { Relation = a.Relation } ? "relation"
                : a == b with { When = a.When } ? "time" : a == b with { Place = a.Place } ? "place" : a == b with { Side = a.Side } ? "side" : a == b with { Colour = a.Colour } || a == b with { OtherColour = a.OtherColour } ? "colour" : a == b with { Subject = a.Subject, Colour = a.Colour, Action = a.Action } ? "subject" : "other";
        }).CountBy(kind => kind).ToDictionary();
        Assert.All((string[])["count", "action", "relation", "side", "colour", "subject", "time", "place"], kind => Assert.True(kinds.GetValueOrDefault(kind) > 25, $"{kind}: {kinds.GetValueOrDefault(kind)}"));
        Assert.Equal(0, kinds.GetValueOrDefault("other"));
        Assert.InRange(kinds.GetValueOrDefault("alone"), 0, 100);
        Assert.All(scenes, scene => Assert.False(HeldOut.Contains(scene.Facts.Composition, SceneDirector.HeldOutShare)));

        // All but what it does.
        static string Rest(string caption) => System.Text.RegularExpressions.Regex.Replace(caption, @" ?\b(standing|sleeping|asleep|playing with a ball|playing|jumping|leaping|grazing|eating|running|flying|swimming|dancing)\b,?", "").Replace(",", "", StringComparison.Ordinal);

        static string Mirrored(string caption) => caption.Replace("left", "<", StringComparison.Ordinal).Replace("right", "left", StringComparison.Ordinal).Replace("<", "right", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Side.Left, "left", "esquerd[ao]", 0, 128)]
    [InlineData(Side.Right, "right", "direit[ao]", 128, 256)]
    public void A_side_is_said_and_painted(Side side, string english, string portuguese, int from, int to)
    {
        var facts = new SceneFacts("cactus", 1, "red", null, Place.Desert, Moment.Day, Side: side);
        Assert.All(new EnglishCaptions().WriteBriefly(facts, new SceneRandom(4), 12), caption => Assert.Matches($@"\b{english}\b", caption));
        Assert.All(new PortugueseCaptions().WriteBriefly(facts, new SceneRandom(4), 12), caption => Assert.Matches($@"\b{portuguese}\b", caption));
        for (var seed = 0UL; seed < 8; seed++)
        {
            using var picture = ScenePainter.Paint(facts, new SceneRandom(seed), 256);
            var green = picture.Pixels.Index().Where(pixel => pixel.Item.Green > pixel.Item.Red + 20 && pixel.Item.Green > pixel.Item.Blue + 20).Select(pixel => pixel.Index % 256).ToList();
            Assert.InRange(green.Average(), from, to);
        }
    }

    [Fact]
    public void Brief_captions_leave_colour_place_or_time_out_and_never_number_or_action()
    {
        var facts = new SceneFacts("dog", 2, "black", "playing", Place.Snow, Moment.Night);
        var brief = new EnglishCaptions().WriteBriefly(facts, new SceneRandom(4), 12);
        Assert.All(brief, caption => Assert.Matches(@"\btwo (black )?(dogs|hounds)\b.*playing", caption));
        Assert.Contains(brief, caption => !caption.Contains("black", StringComparison.Ordinal));
        Assert.Contains(brief, caption => !caption.Contains("snow", StringComparison.Ordinal));
        Assert.Contains(brief, caption => !System.Text.RegularExpressions.Regex.IsMatch(caption, "night|dark|moon"));
        Assert.Contains("dois cachorros brincando na neve", new PortugueseCaptions().WriteBriefly(facts, new SceneRandom(9), 100));
        Assert.All(brief, caption => Assert.DoesNotMatch(@"^,|,$|, ,|  ", caption));
    }

    [Fact]
    public void English_captions_say_subject_count_colour_and_place()
    {
        var facts = new SceneFacts("dog", 2, "black", "playing", Place.Snow, Moment.Night);
        Assert.All(new EnglishCaptions().Write(facts, new SceneRandom(4), 6), caption =>
        {
            Assert.Matches(@"\btwo black (dogs|hounds)\b", caption);
            Assert.Contains("playing", caption, StringComparison.Ordinal);
            Assert.Matches("snow", caption);
            Assert.Matches("night|dark|moon", caption);
        });
        var one = new SceneFacts("elephant", 1, null, null, Place.Desert, Moment.Dusk);
        Assert.All(new EnglishCaptions().Write(one, new SceneRandom(4), 6), caption => Assert.Contains("an elephant", caption, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("house", 2, "red", "duas casas vermelhas")]
    [InlineData("car", 1, "yellow", "um (carro|automóvel) amarelo")]
    [InlineData("flower", 3, "blue", "três flores azuis")]
    [InlineData("woman", 2, "green", "duas (mulheres|moças) de verde")]
    public void Portuguese_captions_agree_in_gender_and_number(string subject, int count, string colour, string words) =>
        Assert.All(new PortugueseCaptions().Write(new SceneFacts(subject, count, colour, null, Place.Field, Moment.Day), new SceneRandom(4), 6), caption => Assert.Matches(words, caption));

    [Fact]
    public void A_contrast_differs_in_one_fact_of_held_out_compositions()
    {
        var (pictures, rows) = SceneContrasts.Create(4, 3);
        Assert.Equal(6 * 4 * 2, pictures.Count);
        Assert.Equal(6 * 4 * 4, rows.Count);
        foreach (var pair in pictures.Chunk(2))
        {
            var (a, b) = (pair[0].Scene.Facts, pair[1].Scene.Facts);
            var differences = new[] { a.Subject != b.Subject, a.Count != b.Count, a.Colour != b.Colour, a.Action != b.Action, a.Place != b.Place, a.When != b.When, a.Relation != b.Relation, a.Other != b.Other, a.Side != b.Side };
            Assert.Equal(1, differences.Count(differs => differs));
            Assert.True(HeldOut.Contains(a.Composition, SceneDirector.HeldOutShare) && HeldOut.Contains(b.Composition, SceneDirector.HeldOutShare));
        }
    }

    [Fact]
    public void A_folder_is_continued_where_it_was_interrupted_and_other_scenes_are_refused()
    {
        using var folder = new TemporaryFolder();
        var options = new SceneFolderOptions { Count = 12, Seed = 5, Size = 96 };
        SceneFolder.Write(folder.Path, options);
        var first = Directory.GetFiles(folder.Path).ToDictionary(file => file, File.ReadAllBytes);
        Assert.True(SceneFolder.Holds(folder.Path, options));
        Assert.Equal(12 * 12 + 1, File.ReadLines(Path.Combine(folder.Path, "captions.tsv")).Count());
        Assert.All(File.ReadLines(Path.Combine(folder.Path, "metadata.jsonl")), line => Assert.NotNull(JsonDocument.Parse(line).RootElement.GetProperty("composition").GetString()));

        File.Delete(Path.Combine(folder.Path, "captions.tsv"));
        File.Delete(Path.Combine(folder.Path, "scene-000007.jpg"));
        Assert.False(SceneFolder.Holds(folder.Path, options));
        SceneFolder.Write(folder.Path, options);
        Assert.All(first, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));

        Assert.Throws<VislumbreException>(() => SceneFolder.Write(folder.Path, options with { Seed = 6 }));
    }
}
