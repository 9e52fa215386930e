using Vislumbre.Evaluation;

namespace Vislumbre.Scenes.Facts;

/// <summary>Draws facts at random, so that they make sense together.</summary>
internal static class SceneDirector
{
    /// <summary>The share of the compositions that are kept from learning.</summary>
    public const double HeldOutShare = 0.15;

    /// <summary>How often a variation is drawn anew that changed nothing, or belongs to the other part.</summary>
    private const int Attempts = 20;

    private static readonly (int, float)[] Counts = [(1, 0.34f), (2, 0.24f), (3, 0.17f), (4, 0.13f), (5, 0.12f)];
    private static readonly Moment[] Indoors = [Moment.Day, Moment.Dusk, Moment.Night];
    private static readonly string[] Shelters = ["tree", "palm", "table", "umbrella", "bridge"];
    private static readonly string[] Sheltered = ["dog", "cat", "rabbit", "child", "duck", "ball", "mushroom", "turtle", "teddy", "penguin", "owl", "fox"];
    private static readonly string[] Low = ["car", "bench", "table", "bicycle", "tent", "sheep", "pig", "tractor"];
    private static readonly string[] Tall = ["horse", "elephant", "giraffe", "man", "woman", "house", "tree", "castle", "church", "camel", "fir", "palm", "lighthouse", "cook", "windmill"];
    private static readonly string[] Large = ["house", "church", "castle", "bus", "train", "windmill", "mountain", "tree", "lighthouse", "truck", "bridge"];
    private static readonly string[] Small = ["dog", "cat", "man", "woman", "child", "bicycle", "bench", "horse", "cow", "sheep", "chair", "snowman", "flower", "king", "ball", "duck"];
    private static readonly string[] Flyers = ["bird", "airplane", "balloon", "butterfly", "kite"];

    private static readonly (string Subject, int Count, string? Action, Place Place)[] Themes =
    [
        ("dog", 2, "playing", Place.Snow),
        ("sailboat", 1, null, Place.Sea),
        ("balloon", 3, null, Place.Field),
        ("cat", 1, "sleeping", Place.Room),
    ];

    /// <summary>What can differ between variants of a scene with one kind of subject.</summary>
    private static readonly (Func<SceneFacts, Subject, SceneRandom, SceneFacts> Variation, float Weight)[] Variations =
    [
        ((facts, subject, random) => facts.Side is null ? facts with { Count = 1 + random.Below(subject.Most) } : facts, 0.35f),
        ((facts, subject, random) => facts with { Subject = random.Pick(Subjects.All.Where(other => IsTrueOf(facts, other)).ToArray()).Key }, 0.2f),
        ((facts, subject, random) => Replace(facts, random), 0.3f),
        ((facts, subject, random) => facts with { Colour = Colour(random, subject) }, 0.2f),
        ((facts, subject, random) => facts with { Action = Action(random, subject, facts.Place) }, 0.35f),
    ];

    /// <summary>Facts that belong to a part of the compositions.</summary>
    public static SceneFacts Draw(SceneRandom random, ScenePart part)
    {
        while (true)
        {
            var facts = random.Chance(0.32f) ? Two(random) : One(random);
            if (facts is not null && Belongs(facts, part))
                return facts;
        }
    }

    /// <summary>Facts of one of the demonstration's themes: they alternate, colours and times differ.</summary>
    public static SceneFacts DrawTheme(SceneRandom random, int number)
    {
        var (subject, count, action, place) = Themes[number % Themes.Length];
        var kind = Subjects.Of(subject);
        return new SceneFacts(subject, count, Colour(random, kind), action, place, random.Pick(TimesOf(place)));
    }

    /// <summary>Other facts of the same part that differ in one thing alone: number, subject, colour, action, side, time or place; null where none was found.</summary>
    public static SceneFacts? Vary(SceneFacts facts, SceneRandom random, ScenePart part)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var variant = VaryOnce(facts, random);
            if (variant != facts && Belongs(variant, part))
                return variant;
        }

        return null;
    }

    public static bool Belongs(SceneFacts facts, ScenePart part) =>
        part == ScenePart.All || HeldOut.Contains(facts.Composition, HeldOutShare) == (part == ScenePart.HeldOut);

    /// <summary>Which times and weathers a place knows.</summary>
    public static IReadOnlyList<Moment> TimesOf(Place place) => place switch
    {
        Place.Room => Indoors,
        Place.Snow => [Moment.Day, Moment.Dusk, Moment.Night, Moment.Fog, Moment.Snowfall, Moment.Stars],
        Place.Beach or Place.Sea => [Moment.Day, Moment.Dusk, Moment.Night, Moment.Rain, Moment.Fog, Moment.Stars],
        // The crowns hide the sky: stars could not be told from a moonlit night.
        Place.Forest => [Moment.Day, Moment.Dusk, Moment.Night, Moment.Rain, Moment.Fog, Moment.Snowfall],
        Place.Desert => [Moment.Day, Moment.Dusk, Moment.Night, Moment.Fog, Moment.Stars],
        _ => [Moment.Day, Moment.Dusk, Moment.Night, Moment.Rain, Moment.Fog, Moment.Snowfall, Moment.Stars],
    };

    private static SceneFacts VaryOnce(SceneFacts facts, SceneRandom random)
    {
        var subject = Subjects.Of(facts.Subject);
        if (random.Chance(0.25f))
            return facts with { When = random.Pick(TimesOf(facts.Place)) };
        if (random.Chance(0.08f))
            return facts with { Place = random.Pick(subject.Places.Where(place => CanBeIn(facts, subject, place)).ToArray()) };
        return facts.Relation switch
        {
            Relation.LeftOf or Relation.RightOf when random.Chance(0.7f) => facts with { Relation = facts.Relation is Relation.LeftOf ? Relation.RightOf : Relation.LeftOf },
            not null when random.Chance(0.5f) => facts with { Colour = Colour(random, subject) },
            not null => facts with { OtherColour = Colour(random, Subjects.Of(facts.Other!)) },
            _ when facts.Side is { } side && random.Chance(0.6f) => facts with { Side = side is Side.Left ? Side.Right : Side.Left },
            _ => random.Pick(Variations)(facts, subject, random),
        };
    }

    private static SceneFacts One(SceneRandom random)
    {
        var subject = random.Pick(Subjects.All);
        var place = random.Pick(subject.Places);
        int count;
        do
        {
            count = random.Pick(Counts);
        }
        while (count > subject.Most);
        return new SceneFacts(subject.Key, count, Colour(random, subject), Action(random, subject, place), place, random.Pick(TimesOf(place)), Side: count == 1 ? StandsOn(random, subject) : null);
    }

    private static Side? StandsOn(SceneRandom random, Subject subject) =>
        !HasASide(subject) || random.Chance(0.6f) ? null : random.Pick<Side>([Side.Left, Side.Right]);

    /// <summary>Mountains are as wide as the picture.</summary>
    private static bool HasASide(Subject subject) => subject.Key != "mountain";

    private static SceneFacts? Two(SceneRandom random)
    {
        var relation = random.Pick<Relation>([(Relation.LeftOf, 0.3f), (Relation.RightOf, 0.3f), (Relation.Above, 0.1f), (Relation.Behind, 0.1f), (Relation.Under, 0.1f), (Relation.InFrontOf, 0.1f)]);
        var (subject, other) = relation switch
        {
            Relation.Above => (Subjects.Of(random.Pick(Flyers)), Subjects.Of(random.Pick(Large))),
            Relation.Under => (Subjects.Of(random.Pick(Sheltered)), Subjects.Of(random.Pick(Shelters))),
            Relation.Behind => (Subjects.Of(random.Pick(Tall)), Subjects.Of(random.Pick(Low))),
            Relation.InFrontOf => (Subjects.Of(random.Pick(Small)), Subjects.Of(random.Pick(Large))),
            _ => (random.Pick(Subjects.All), random.Pick(Subjects.All)),
        };
        var places = subject.Places.Intersect(other.Places).ToArray();
        if (subject == other || places.Length == 0 || (subject.Key == "mountain" || other.Key == "mountain") && relation != Relation.InFrontOf)
            return null;
        var place = random.Pick(places);
        var sideBySide = relation is Relation.LeftOf or Relation.RightOf;
        var media = (subject.MediumFor(null, place), other.MediumFor(null, place));
        var fits = sideBySide ? media.Item1 == media.Item2 : relation == Relation.Above || media is { Item1: Medium.Ground, Item2: Medium.Ground };
        if (!fits)
            return null;
        return new SceneFacts(
            subject.Key, 1, Colour(random, subject), relation == Relation.Above && subject.Actions.Contains("flying") ? "flying" : null, place, random.Pick(TimesOf(place)), relation, other.Key, Colour(random, other));
    }

    private static string? Colour(SceneRandom random, Subject subject) => subject.Colours.Length == 0 ? null : random.Pick(subject.Colours);

    private static string? Action(SceneRandom random, Subject subject, Place place)
    {
        var actions = subject.Actions.Where(action => Fits(subject, action, place)).ToArray();
        return actions.Length == 0 ? null : random.Pick(actions);
    }

    /// <summary>Whether the same can be said of another subject.</summary>
    private static bool IsTrueOf(SceneFacts facts, Subject other) =>
        facts.Count <= other.Most
        && (facts.Colour is null ? other.Colours.Length == 0 : other.Colours.Contains(facts.Colour))
        && (facts.Action is null ? other.Actions.Length == 0 : other.Actions.Contains(facts.Action) && Fits(other, facts.Action, facts.Place))
        && other.Places.Contains(facts.Place)
        && (facts.Side is null || HasASide(other));

    /// <summary>
    /// Any other subject that can be there as often, in a colour and at an action of its own where it cannot have the same: else subjects
    /// that have colours would never be told from those that have none.
    /// </summary>
    private static SceneFacts Replace(SceneFacts facts, SceneRandom random)
    {
        var other = random.Pick(Subjects.All.Where(other => facts.Count <= other.Most && other.Places.Contains(facts.Place) && (facts.Side is null || HasASide(other))).ToArray());
        var colour = facts.Colour is { } same && other.Colours.Contains(same) ? same : Colour(random, other);
        var action = facts.Action is { } done && other.Actions.Contains(done) && Fits(other, done, facts.Place) ? done : Action(random, other, facts.Place);
        return facts with { Subject = other.Key, Colour = colour, Action = action };
    }

    /// <summary>Whether the same can be so in another place.</summary>
    private static bool CanBeIn(SceneFacts facts, Subject subject, Place place) =>
        TimesOf(place).Contains(facts.When)
        && subject.MediumFor(facts.Action, place) == subject.MediumFor(facts.Action, facts.Place)
        && (facts.Action is null || Fits(subject, facts.Action, place))
        && (facts.Other is null || Subjects.Of(facts.Other) is var other && other.Places.Contains(place) && other.MediumFor(null, place) == other.MediumFor(null, facts.Place));

    /// <summary>Birds do not stand on the sea, and ducks swim nowhere else.</summary>
    private static bool Fits(Subject subject, string action, Place place) => subject.Key switch
    {
        "bird" => place != Place.Sea || action == "flying",
        "duck" => (place == Place.Sea) == (action == "swimming"),
        _ => true,
    };
}
