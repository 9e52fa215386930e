using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Captions;

/// <summary>Says a scene's facts in English.</summary>
internal static class EnglishCaptions
{
    private static readonly string[] Numbers = ["", "a", "two", "three", "four", "five"];
    private static readonly string[] Prefixes = ["a picture of", "a drawing of", "an image of", "an illustration of"];
    private static readonly HashSet<string> Clothed = ["man", "woman", "child", "king"];

    /// <summary>Different wordings, each of which says all the facts; that it is a clear day may go unsaid.</summary>
    public static IReadOnlyList<string> Of(SceneFacts facts, SceneRandom random, int wordings)
    {
        var captions = new List<string>();
        for (var attempt = 0; captions.Count < wordings && attempt < 200; attempt++)
        {
            var caption = Write(facts, random, (captions.Count + attempt / 10) % 6);
            if (!captions.Contains(caption))
                captions.Add(caption);
        }

        return captions;
    }

    private static string Write(SceneFacts facts, SceneRandom random, int wording)
    {
        var thing = Thing(facts.Subject, facts.Count, facts.Colour, random);
        var (air, doing) = (Subjects.Of(facts.Subject).MediumFor(facts.Action, facts.Place) == Medium.Air, Doing(facts, random));
        var where = random.Pick(Where(facts.Place, air));
        var when = random.Pick(WhenOf(facts.When));
        var unsaid = facts.When == Moment.Day && random.Chance(0.6f);
        if (facts.Relation is { } relation)
            doing = $"{doing} {random.Pick(Relations(relation))} {Thing(facts.Other!, 1, facts.OtherColour, random)}".Trim();
        var isOrAre = facts.Count == 1 ? "is" : "are";
        var whole = wording switch
        {
            0 => $"{thing} {doing} {where} {(unsaid ? "" : when)}",
            1 => $"{random.Pick(Prefixes)} {thing} {doing} {where} {(unsaid ? "" : when)}",
            2 => $"{when}, {thing} {(doing.Length > 0 ? $"{isOrAre} {doing}" : "")} {where}",
            3 => $"there {isOrAre} {thing} {doing} {where} {(unsaid ? "" : when)}",
            4 => $"{where}, {thing} {doing}{(unsaid ? "" : ", " + when)}",
            _ => $"{thing}{(doing.Length > 0 ? $" {doing}" : "")}, {where}{(unsaid ? "" : ", " + when)}",
        };
        return string.Join(' ', whole.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace(" ,", ",", StringComparison.Ordinal);
    }

    private static string Thing(string key, int count, string? colour, SceneRandom random)
    {
        var noun = random.Chance(0.7f) ? Nouns.English(key)[0] : random.Pick(Nouns.English(key));
        var name = count == 1 ? noun.One : noun.Many;
        if (colour is not null)
            name = Clothed.Contains(key) ? $"{name} in {colour}" : $"{ColourNames.English(key, colour)} {name}";
        return count == 1 ? $"{("aeiou".Contains(name[0]) ? "an" : "a")} {name}" : $"{Numbers[count]} {name}";
    }

    private static string Doing(SceneFacts facts, SceneRandom random) => facts.Action switch
    {
        null => "",
        "standing" => facts.Relation is null && random.Chance(0.6f) ? "standing" : "",
        "sleeping" => random.Pick<string>(["sleeping", "asleep"]),
        "playing" => random.Pick<string>(["playing", "playing with a ball"]),
        "jumping" => random.Pick<string>(["jumping", "leaping"]),
        "grazing" => random.Pick<string>(["grazing", "eating"]),
        var action => action,
    };

    private static string[] Where(Place place, bool air) => place switch
    {
        Place.Snow => air ? ["over the snow", "above a snowy landscape"] : ["in the snow", "on snowy ground", "in a snowy landscape"],
        Place.Beach => air ? ["over the beach", "above the seaside"] : ["on the beach", "on the sand by the sea", "at the seaside"],
        Place.Forest => air ? ["over the forest", "above the woods"] : ["in the forest", "in the woods", "among the trees"],
        Place.City => air ? ["over the city", "above the town"] : ["in the city", "in town", "downtown"],
        Place.Field => air ? ["over a field", "above a meadow"] : ["in a field", "in a meadow", "on the grass"],
        Place.Sea => air ? ["over the sea", "above the ocean"] : ["in the sea", "at sea", "on the ocean"],
        Place.Desert => air ? ["over the desert", "above the dunes"] : ["in the desert", "among the dunes"],
        Place.Room => ["in a room", "indoors", "in the living room"],
        _ => air ? ["over the street", "above the road"] : ["on the street", "on the road"],
    };

    private static string[] WhenOf(Moment when) => when switch
    {
        Moment.Day => ["by day", "in daylight", "on a sunny day"],
        Moment.Dusk => ["at dusk", "at sunset", "in the evening"],
        Moment.Night => ["at night", "in the dark", "under the moon"],
        Moment.Rain => ["in the rain", "on a rainy day", "while it rains"],
        Moment.Fog => ["in the fog", "on a foggy day", "in the mist"],
        Moment.Snowfall => ["while it snows", "in falling snow", "during a snowfall"],
        _ => ["under the stars", "on a starry night", "beneath a starry sky"],
    };

    private static string[] Relations(Relation relation) => relation switch
    {
        Relation.LeftOf => ["to the left of", "left of", "on the left of"],
        Relation.RightOf => ["to the right of", "right of", "on the right of"],
        Relation.Above => ["above", "over"],
        Relation.Behind => ["behind"],
        Relation.Under => ["under", "beneath"],
        _ => ["in front of"],
    };
}
