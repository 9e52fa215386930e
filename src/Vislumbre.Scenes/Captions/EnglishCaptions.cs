using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Captions;

/// <summary>Says a scene's facts in English.</summary>
internal sealed class EnglishCaptions : CaptionWriter
{
    private static readonly string[] Numbers = ["", "a", "two", "three", "four", "five"];

    protected override string[] Prefixes { get; } = ["a picture of", "a drawing of", "an image of", "an illustration of"];

    protected override IReadOnlyList<Noun> Nouns(string subject) => Captions.Nouns.English(subject);

    protected override string Thing(Noun noun, string subject, int count, string? colour, bool clothed)
    {
        var name = count == 1 ? noun.One : noun.Many;
        if (colour is not null)
            name = clothed ? $"{name} in {colour}" : $"{ColourNames.English(subject, colour)} {name}";
        return count == 1 ? $"{("aeiou".Contains(name[0]) ? "an" : "a")} {name}" : $"{Numbers[count]} {name}";
    }

    protected override string IsOrAre(bool many) => many ? "are" : "is";

    protected override string ThereIs(bool many) => $"there {IsOrAre(many)}";

    protected override string Doing(SceneFacts facts, bool feminine, SceneRandom random) => facts.Action switch
    {
        null => "",
        "standing" => facts.Relation is null ? "standing" : "",
        "sleeping" => random.Pick<string>(["sleeping", "asleep"]),
        "playing" => random.Pick<string>(["playing", "playing with a ball"]),
        "jumping" => random.Pick<string>(["jumping", "leaping"]),
        "grazing" => random.Pick<string>(["grazing", "eating"]),
        var action => action,
    };

    protected override string[] Where(Place place, bool air) => place switch
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

    protected override string[] When(Moment when) => when switch
    {
        Moment.Day => ["by day", "in daylight", "on a sunny day"],
        Moment.Dusk => ["at dusk", "at sunset", "in the evening"],
        Moment.Night => ["at night", "in the dark", "under the moon"],
        Moment.Rain => ["in the rain", "on a rainy day", "while it rains"],
        Moment.Fog => ["in the fog", "on a foggy day", "in the mist"],
        Moment.Snowfall => ["while it snows", "in falling snow", "during a snowfall"],
        _ => ["under the stars", "on a starry night", "beneath a starry sky"],
    };

    protected override string[] Sides(Side side) => side == Side.Left ? ["on the left", "on the left side", "at the left"] : ["on the right", "on the right side", "at the right"];

    protected override string[] Relations(Relation relation) => relation switch
    {
        Relation.LeftOf => ["to the left of {0}", "left of {0}", "on the left of {0}", "on the left and {0} on the right"],
        Relation.RightOf => ["to the right of {0}", "right of {0}", "on the right of {0}", "on the right and {0} on the left"],
        Relation.Above => ["above {0}", "over {0}"],
        Relation.Behind => ["behind {0}"],
        Relation.Under => ["under {0}", "beneath {0}"],
        _ => ["in front of {0}"],
    };
}
