using SkiaSharp;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Painting;

/// <summary>Who draws which subject, and in which colours.</summary>
internal static class Artists
{
    private static readonly Dictionary<string, Artist> ByKey = new()
    {
        ["dog"] = Mammals.Dog,
        ["cat"] = Mammals.Cat,
        ["horse"] = Mammals.Horse,
        ["cow"] = Mammals.Cow,
        ["sheep"] = Mammals.Sheep,
        ["pig"] = Mammals.Pig,
        ["rabbit"] = Mammals.Rabbit,
        ["fox"] = Mammals.Fox,
        ["bear"] = Mammals.Bear,
        ["elephant"] = Mammals.Elephant,
        ["giraffe"] = Mammals.Giraffe,
        ["camel"] = Mammals.Camel,
        ["bird"] = OtherAnimals.Bird,
        ["duck"] = OtherAnimals.Duck,
        ["owl"] = OtherAnimals.Owl,
        ["penguin"] = OtherAnimals.Penguin,
        ["fish"] = OtherAnimals.Fish,
        ["whale"] = OtherAnimals.Whale,
        ["butterfly"] = OtherAnimals.Butterfly,
        ["turtle"] = OtherAnimals.Turtle,
        ["man"] = People.Man,
        ["woman"] = People.Woman,
        ["child"] = People.Child,
        ["cook"] = People.Cook,
        ["astronaut"] = People.Astronaut,
        ["king"] = People.King,
        ["car"] = Vehicles.Car,
        ["bus"] = Vehicles.Bus,
        ["truck"] = Vehicles.Truck,
        ["tractor"] = Vehicles.Tractor,
        ["bicycle"] = Vehicles.Bicycle,
        ["train"] = Vehicles.Train,
        ["sailboat"] = Vehicles.Sailboat,
        ["ship"] = Vehicles.Ship,
        ["airplane"] = Vehicles.Airplane,
        ["balloon"] = Vehicles.Balloon,
        ["house"] = Buildings.House,
        ["church"] = Buildings.Church,
        ["lighthouse"] = Buildings.Lighthouse,
        ["castle"] = Buildings.Castle,
        ["windmill"] = Buildings.Windmill,
        ["tent"] = Buildings.Tent,
        ["bridge"] = Buildings.Bridge,
        ["tree"] = Plants.Tree,
        ["fir"] = Plants.Fir,
        ["palm"] = Plants.Palm,
        ["flower"] = Plants.Flower,
        ["cactus"] = Plants.Cactus,
        ["mushroom"] = Plants.Mushroom,
        ["mountain"] = Plants.Mountain,
        ["chair"] = Things.Chair,
        ["table"] = Things.Table,
        ["lamp"] = Things.Lamp,
        ["umbrella"] = Things.Umbrella,
        ["ball"] = Things.Ball,
        ["kite"] = Things.Kite,
        ["snowman"] = Things.Snowman,
        ["bench"] = Things.Bench,
        ["teddy"] = Things.Teddy,
    };

    public static Artist Of(string subject) => ByKey[subject];

    /// <summary>A subject's colour, a little different each time.</summary>
    public static SKColor Colour(string subject, string? colour, SceneRandom random)
    {
        var pure = Tones.Hex((subject, colour) switch
        {
            ("fox", _) => 0xD9692Bu,
            ("elephant", _) => 0x8F93A0u,
            ("giraffe", _) => 0xE5B65Au,
            ("camel", _) => 0xC79A62u,
            ("fir", _) => 0x2F6B45u,
            ("tree", "green") => 0x5A9A3Cu,
            ("tree", "orange") => 0xD9772Au,
            ("tree", "yellow") => 0xE0B634u,
            ("pig", "pink") => 0xEFA9AFu,
            ("table" or "bench", "brown") => 0x8A5A34u,
            (_, "red") => 0xD6332Eu,
            (_, "blue") => 0x2F68C8u,
            (_, "green") => 0x2F9A4Eu,
            (_, "yellow") => 0xF2C52Eu,
            (_, "white") => 0xF3F1ECu,
            (_, "black") => 0x2C2A31u,
            (_, "brown") => 0x85512Fu,
            (_, "grey") => 0x8C9099u,
            (_, "golden") => 0xDDA648u,
            (_, "orange") => 0xEE7F22u,
            (_, "purple") => 0x8440A8u,
            (_, "pink") => 0xEE7FB0u,
            _ => 0x8C9099u,
        });
        pure.ToHsl(out var hue, out var saturation, out var light);
        return SKColor.FromHsl(
            (hue + random.Between(-5, 5) + 360) % 360,
            Math.Clamp(saturation * random.Between(0.88f, 1.08f), 0, 100),
            Math.Clamp(light + random.Between(-4, 4), 8, 97));
    }
}
