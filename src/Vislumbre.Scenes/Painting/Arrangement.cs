using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Painting;

/// <summary>Decides where everything stands: apart enough to be counted, far ones smaller and first.</summary>
internal static class Arrangement
{
    /// <summary>Columns of each count's things; rows are far and near.</summary>
    private static readonly float[][] Columns = [[500], [275, 725], [190, 500, 810], [150, 390, 630, 870], [170, 500, 830, 320, 680]];

    public static IReadOnlyList<Placement> Of(SceneFacts facts, SceneRandom random, float horizon) =>
        facts.Relation is null ? Group(facts, random, horizon) : Pair(facts, random, horizon);

    private static List<Placement> Group(SceneFacts facts, SceneRandom random, float horizon)
    {
        var subject = Subjects.Of(facts.Subject);
        var medium = subject.MediumFor(facts.Action, facts.Place);
        var columns = Columns[facts.Count - 1];
        var room = facts.Count switch
        {
            1 when facts.Side is not null => random.Between(3.5f, 4.2f),
            1 => random.Between(4.4f, 5.8f),
            2 => random.Between(3.7f, 4.4f),
            3 => random.Between(2.85f, 3.2f),
            _ => random.Between(2.45f, 2.75f),
        };
        // However large: so that things of a row stay apart, and within the picture.
        var largest = facts.Count switch
        {
            1 => facts.Side is null ? 5f : 3.6f,
            2 => 3.6f,
            3 => 2.6f,
            _ => 2.2f,
        };
        var placements = new List<Placement>();
        for (var i = 0; i < facts.Count; i++)
        {
            var far = facts.Count switch
            {
                5 => i < 3,
                4 => i % 2 == 0,
                _ => random.Chance(0.4f),
            };
            var scale = Math.Min(room * subject.Size, largest) * (far ? 0.9f : 1f);
            var x = facts.Side switch
            {
                Side.Left => 260,
                Side.Right => 740,
                _ => columns[i],
            } + random.Between(-1, 1) * (facts is { Count: 1, Side: null } ? 190 : 30);
            placements.Add(new Placement(facts.Subject, facts.Colour, facts.Action, x, Foot(medium, random, horizon, far, scale, facts.Count), scale, medium == Medium.Air, medium == Medium.Water));
        }

        return [.. placements.OrderBy(placement => placement.Y)];
    }

    private static float Foot(Medium medium, SceneRandom random, float horizon, bool far, float scale, int count)
    {
        if (medium == Medium.Air)
            return Math.Max((far ? random.Between(190, 280) : random.Between(400, 480)) + (count > 3 ? 10 : scale * 10), 100 * scale); // a balloon's top stays in the picture
        var (low, high) = count > 3 ? (far ? (0.3f, 0.42f) : (0.78f, 0.9f)) : far ? (0.42f, 0.55f) : (0.66f, 0.86f);
        return horizon + (1000 - horizon) * random.Between(low, high);
    }

    private static Placement[] Pair(SceneFacts facts, SceneRandom random, float horizon)
    {
        var (subject, other) = (Subjects.Of(facts.Subject), Subjects.Of(facts.Other!));
        var floor = horizon + (1000 - horizon) * random.Between(0.55f, 0.75f);
        var (main, side) = (3.7f * subject.Size, 3.7f * other.Size);
        Placement Main(float x, float y, float scale) => Place(facts.Subject, facts.Colour, facts.Action, x, y, scale, facts.Place);
        Placement Side(float x, float y, float scale) => Place(facts.Other!, facts.OtherColour, null, x, y, scale, facts.Place);
        var jitter = random.Between(-30, 30);
        switch (facts.Relation)
        {
            case Relation.LeftOf or Relation.RightOf:
                var left = facts.Relation == Relation.LeftOf ? 270 : 730;
                var (mainY, sideY) = (Height(subject), Height(other));
                return [.. new[] { Main(left + jitter, mainY, main), Side(1000 - left + jitter, sideY, side) }.OrderBy(placement => placement.Y)];
            case Relation.Above:
                return [Side(500 + jitter, floor + 90, side * 1.05f), Main(500 + jitter + random.Between(-60, 60), 330, main * 0.85f)];
            case Relation.Under:
                return [Side(500 + jitter, floor, 5.2f * other.Size), Main(500 + jitter + (facts.Other is "tree" or "palm" ? random.Pick<float>([-130, 130]) : random.Between(-20, 20)), floor + 24, Math.Min(main * 0.62f, 1.8f))];
            case Relation.Behind:
                return [Main(500 + jitter + random.Between(-90, 90), floor - 60, main * 1.2f), Side(500 + jitter, floor + 60, side * 0.95f)];
            default:
                return [Side(500 + jitter, floor - 30, side * 1.35f), Main(500 + jitter + random.Between(-80, 80), floor + 110, main * 0.72f)];
        }

        float Height(Subject thing) => thing.MediumFor(null, facts.Place) == Medium.Air ? random.Between(360, 520) : floor + random.Between(-40, 60);
    }

    private static Placement Place(string key, string? colour, string? action, float x, float y, float scale, Place place)
    {
        var medium = Subjects.Of(key).MediumFor(action, place);
        return new Placement(key, colour, action, x, y, scale, medium == Medium.Air, medium == Medium.Water);
    }
}
