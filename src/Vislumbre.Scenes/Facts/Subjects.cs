namespace Vislumbre.Scenes.Facts;

/// <summary>Everything that scenes can show.</summary>
internal static class Subjects
{
    private static readonly string[] Fur = ["brown", "black", "white", "grey", "golden"];
    private static readonly string[] Hide = ["brown", "black", "white"];
    private static readonly string[] Bright = ["red", "blue", "yellow", "green"];
    private static readonly string[] Paint = ["red", "blue", "yellow", "green", "white", "black"];
    private static readonly string[] Walls = ["red", "blue", "yellow", "white", "green"];
    private static readonly string[] Cloth = ["red", "blue", "yellow", "green", "purple", "black"];
    private static readonly string[] Petals = ["red", "yellow", "purple", "pink", "white", "blue"];
    private static readonly string[] Plain = [];
    private static readonly string[] Pet = ["standing", "running", "playing", "sleeping"];
    private static readonly string[] Beast = ["standing", "running", "sleeping"];
    private static readonly string[] Herd = ["standing", "grazing", "sleeping", "running"];
    private static readonly string[] Human = ["standing", "running", "playing", "dancing"];

    private static readonly Place[] Outdoors = [Place.Snow, Place.Beach, Place.Forest, Place.City, Place.Field, Place.Desert, Place.Street];
    private static readonly Place[] Anywhere = [.. Outdoors, Place.Room];
    private static readonly Place[] Country = [Place.Snow, Place.Beach, Place.Forest, Place.Field, Place.Desert];
    private static readonly Place[] Wild = [Place.Snow, Place.Forest, Place.Field];
    private static readonly Place[] Skies = [Place.Snow, Place.Beach, Place.Forest, Place.City, Place.Field, Place.Sea, Place.Desert, Place.Street];
    private static readonly Place[] Roads = [Place.Snow, Place.Beach, Place.City, Place.Field, Place.Desert, Place.Street];

    public static IReadOnlyList<Subject> All { get; } =
    [
        new("dog", 0.8f, 5, Fur, Pet, Anywhere),
        new("cat", 0.74f, 5, ["black", "white", "grey", "orange"], Pet, Anywhere),
        new("horse", 0.9f, 5, Hide, Herd, Outdoors),
        new("cow", 0.85f, 5, Hide, Herd, [Place.Snow, Place.Beach, Place.Field, Place.Street, Place.Forest]),
        new("sheep", 0.78f, 5, ["white", "black", "brown"], Herd, [Place.Snow, Place.Beach, Place.Field, Place.Street, Place.Desert]),
        new("pig", 0.76f, 5, ["pink", "black", "brown"], Beast, [Place.Snow, Place.Beach, Place.Field, Place.Street, Place.Forest]),
        new("rabbit", 0.66f, 5, ["white", "grey", "brown"], Beast, [Place.Snow, Place.Forest, Place.Field, Place.Room, Place.Beach]),
        new("fox", 0.8f, 4, Plain, Beast, [.. Wild, Place.City, Place.Street]),
        new("bear", 0.85f, 4, ["brown", "black", "white"], Beast, [.. Wild, Place.Beach]),
        new("elephant", 0.98f, 4, Plain, ["standing", "running"], [Place.Beach, Place.Forest, Place.Field, Place.Desert, Place.Street]),
        new("giraffe", 1f, 4, Plain, ["standing", "running"], [Place.Forest, Place.Field, Place.Desert, Place.City]),
        new("camel", 0.92f, 5, Plain, ["standing", "running"], [Place.Beach, Place.Desert, Place.City, Place.Field]),
        new("bird", 0.66f, 5, Bright, ["standing", "flying"], Skies),
        new("duck", 0.68f, 5, ["white", "yellow", "brown"], ["standing", "swimming"], [Place.Snow, Place.Beach, Place.Field, Place.Sea, Place.Street]),
        new("owl", 0.7f, 4, ["brown", "grey", "white"], ["standing", "sleeping"], [.. Wild, Place.City, Place.Room]),
        new("penguin", 0.72f, 5, Plain, ["standing", "playing"], [Place.Snow, Place.Beach, Place.Street, Place.Room]),
        new("fish", 0.68f, 5, ["orange", "red", "blue", "yellow", "green"], ["jumping", "swimming"], [Place.Sea]),
        new("whale", 0.92f, 3, ["blue", "grey", "black"], Plain, [Place.Sea]),
        new("butterfly", 0.62f, 5, ["orange", "blue", "yellow", "red", "purple"], ["flying"], [Place.Forest, Place.Field, Place.Beach, Place.Room, Place.City]),
        new("turtle", 0.72f, 4, ["green", "brown"], Plain, [Place.Beach, Place.Field, Place.Desert, Place.Forest, Place.Sea]),
        new("man", 0.9f, 5, Cloth, Human, Anywhere),
        new("woman", 0.9f, 5, Cloth, Human, Anywhere),
        new("child", 0.8f, 5, Bright, [.. Human, "sleeping"], Anywhere),
        new("cook", 0.92f, 4, Plain, Human, [Place.City, Place.Street, Place.Room, Place.Beach]),
        new("astronaut", 0.92f, 4, Plain, Human, [Place.Desert, Place.Snow, Place.City, Place.Room, Place.Field]),
        new("king", 0.9f, 3, ["red", "blue", "purple", "green"], ["standing", "dancing"], [Place.Room, Place.Field, Place.City, Place.Snow, Place.Forest]),
        new("car", 0.84f, 5, Paint, Plain, [.. Roads, Place.Forest]),
        new("bus", 0.95f, 3, Bright, Plain, Roads),
        new("truck", 0.95f, 3, Bright, Plain, Roads),
        new("tractor", 0.85f, 3, ["red", "green", "blue", "yellow"], Plain, [Place.Snow, Place.Field, Place.Street, Place.Beach, Place.Forest]),
        new("bicycle", 0.8f, 5, Paint, Plain, [.. Roads, Place.Forest, Place.Room]),
        new("train", 1f, 2, ["red", "green", "blue", "black"], Plain, [Place.Snow, Place.Field, Place.Desert, Place.City, Place.Forest]),
        new("sailboat", 0.9f, 4, ["red", "blue", "yellow", "white", "green"], Plain, [Place.Sea, Place.Beach]),
        new("ship", 0.95f, 3, ["blue", "black", "white", "green"], Plain, [Place.Sea]),
        new("airplane", 0.85f, 4, Bright, Plain, Skies),
        new("balloon", 0.85f, 5, ["red", "blue", "yellow", "green", "purple", "orange"], Plain, Skies),
        new("house", 0.92f, 5, Walls, Plain, [Place.Snow, Place.Beach, Place.Forest, Place.Field, Place.Desert, Place.Street]),
        new("church", 1f, 2, ["white", "yellow", "red", "blue"], Plain, [Place.Snow, Place.Beach, Place.Field, Place.City, Place.Desert]),
        new("lighthouse", 0.98f, 2, ["red", "blue", "black", "green"], Plain, [Place.Beach, Place.Snow, Place.Field]),
        new("castle", 1f, 2, ["red", "blue", "green", "purple"], Plain, [Place.Snow, Place.Field, Place.Forest, Place.Desert, Place.Beach]),
        new("windmill", 0.95f, 3, ["white", "yellow", "blue"], Plain, [Place.Snow, Place.Field, Place.Beach, Place.Desert]),
        new("tent", 0.78f, 5, ["red", "blue", "yellow", "green", "orange"], Plain, Country),
        new("bridge", 1f, 1, ["grey", "red", "brown", "green"], Plain, [Place.Snow, Place.Field, Place.City, Place.Forest, Place.Beach]),
        new("tree", 0.9f, 5, ["green", "orange", "yellow"], Plain, [Place.Field, Place.City, Place.Street, Place.Beach, Place.Desert]),
        new("fir", 0.9f, 5, Plain, Plain, [Place.Snow, Place.Field, Place.City, Place.Street, Place.Room]),
        new("palm", 0.9f, 5, Plain, Plain, [Place.Beach, Place.Desert, Place.City, Place.Street, Place.Field]),
        new("flower", 0.7f, 5, Petals, Plain, [Place.Field, Place.Forest, Place.Room, Place.City, Place.Snow, Place.Beach]),
        new("cactus", 0.76f, 5, ["red", "pink", "yellow", "white"], Plain, [Place.Desert, Place.Room, Place.Street, Place.Field, Place.Beach]),
        new("mushroom", 0.66f, 5, ["red", "brown", "orange"], Plain, [Place.Forest, Place.Field, Place.Snow, Place.Beach]),
        new("mountain", 1f, 3, Plain, Plain, [Place.Field, Place.Desert, Place.Snow, Place.Sea]),
        new("chair", 0.7f, 5, Paint, Plain, [Place.Room, Place.Beach, Place.Field, Place.Street, Place.Snow]),
        new("table", 0.8f, 3, ["brown", "white", "red", "blue", "green"], Plain, [Place.Room, Place.Beach, Place.Field, Place.Street]),
        new("lamp", 0.76f, 4, ["red", "yellow", "blue", "green", "orange"], Plain, [Place.Room, Place.Street, Place.City]),
        new("umbrella", 0.8f, 5, Cloth, Plain, [Place.Beach, Place.Street, Place.City, Place.Field, Place.Room]),
        new("ball", 0.5f, 5, Paint, Plain, [.. Outdoors, Place.Room]),
        new("kite", 0.7f, 5, ["red", "blue", "yellow", "green", "purple"], Plain, [Place.Beach, Place.Field, Place.City, Place.Sea, Place.Snow]),
        new("snowman", 0.8f, 5, ["red", "blue", "green", "yellow"], Plain, [Place.Snow, Place.Street, Place.City, Place.Field, Place.Forest]),
        new("bench", 0.8f, 3, ["brown", "red", "blue", "green", "white"], Plain, [Place.Snow, Place.Beach, Place.Forest, Place.City, Place.Field, Place.Street]),
        new("teddy", 0.72f, 5, ["brown", "white", "pink", "grey"], Plain, [Place.Room, Place.Beach, Place.Snow, Place.Field, Place.Street]),
    ];

    private static readonly Dictionary<string, Subject> ByKey = All.ToDictionary(subject => subject.Key);

    public static Subject Of(string key) => ByKey[key];
}
