using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes;

/// <summary>Pairs of scenes that differ in one fact alone, of compositions that are kept from learning.</summary>
internal static class SceneContrasts
{
    private static readonly (string Kind, Func<SceneFacts, SceneFacts?> First, Func<SceneFacts, SceneFacts> Second)[] Kinds =
    [
        ("count", facts => facts is { Relation: null, Side: null } && Subjects.Of(facts.Subject).Most > 1 ? facts with { Count = 1 } : null, facts => facts with { Count = 2 }),
        ("place", facts => Subjects.Of(facts.Subject).Places.Contains(Place.Beach) && SceneDirector.TimesOf(Place.Beach).Contains(facts.When) && facts.Place == Place.Snow ? facts : null, facts => facts with { Place = Place.Beach }),
        ("side", facts => facts.Side is not null ? facts with { Side = Side.Left } : null, facts => facts with { Side = Side.Right }),
        ("time", facts => facts with { When = Moment.Day }, facts => facts with { When = Moment.Night }),
        ("colour", facts => facts.Colour is "red" && facts.OtherColour is not ("red" or "blue") && Subjects.Of(facts.Subject).Colours.Contains("blue") ? facts : null, facts => facts with { Colour = "blue" }),
        ("order", facts => facts.Relation is Relation.LeftOf or Relation.RightOf ? facts with { Relation = Relation.LeftOf } : null, facts => facts with { Relation = Relation.RightOf }),
    ];

    /// <summary>In how many ways pairs differ.</summary>
    public static int KindCount => Kinds.Length;

    /// <summary>The pictures, and the rows of the table: kind, language, caption, right and wrong picture.</summary>
    public static (List<(string File, Scene Scene)> Pictures, List<string> Rows) Create(int pairs, ulong seed)
    {
        var pictures = new List<(string, Scene)>();
        var rows = new List<string>();
        foreach (var (kind, first, second) in Kinds)
        {
            for (var pair = 0; pair < pairs; pair++)
            {
                var (a, b) = Pair(SceneRandom.For(seed ^ 0xC0472A57, (ulong)pictures.Count), first, second);
                // The words are drawn alike, so that captions differ where facts do; the pictures are not.
                var left = new Scene(a, seed, pictures.Count, captionNumber: pictures.Count);
                var right = new Scene(b, seed, pictures.Count + 1, captionNumber: pictures.Count);
                var (leftFile, rightFile) = (FormattableString.Invariant($"{kind}-{pair:D3}-a.jpg"), FormattableString.Invariant($"{kind}-{pair:D3}-b.jpg"));
                pictures.Add((leftFile, left));
                pictures.Add((rightFile, right));
                rows.Add($"{kind}\ten\t{left.English[0]}\t{leftFile}\t{rightFile}");
                rows.Add($"{kind}\ten\t{right.English[0]}\t{rightFile}\t{leftFile}");
                rows.Add($"{kind}\tpt\t{left.Portuguese[0]}\t{leftFile}\t{rightFile}");
                rows.Add($"{kind}\tpt\t{right.Portuguese[0]}\t{rightFile}\t{leftFile}");
            }
        }

        return (pictures, rows);
    }

    private static (SceneFacts A, SceneFacts B) Pair(SceneRandom random, Func<SceneFacts, SceneFacts?> first, Func<SceneFacts, SceneFacts> second)
    {
        while (true)
        {
            if (first(SceneDirector.Draw(random, ScenePart.All)) is not { } a || !SceneDirector.Belongs(a, ScenePart.HeldOut))
                continue;
            var b = second(a);
            if (SceneDirector.Belongs(b, ScenePart.HeldOut))
                return (a, b);
        }
    }
}
