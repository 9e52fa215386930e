using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes;

/// <summary>Scenes by seed, no two with the same facts.</summary>
public static class SceneSet
{
    /// <summary>How many wordings a scene has in each language where nothing else is asked for.</summary>
    public const int Wordings = 6;

    /// <summary>How often facts are drawn anew before a repetition is taken.</summary>
    private const int Patience = 200;

    /// <summary>Draws the facts of scenes; nothing is painted yet.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed gives the same scenes; more of them begin with the same ones.</param>
    /// <param name="part">Which compositions they may have.</param>
    public static IReadOnlyList<Scene> Create(int count, ulong seed, ScenePart part = ScenePart.All)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var seen = new HashSet<SceneFacts>();
        var scenes = new Scene[count];
        for (var i = 0; i < count; i++)
        {
            var random = SceneRandom.For(seed ^ 0xFAC75, (ulong)i);
            var facts = SceneDirector.Draw(random, part);
            for (var attempt = 0; !seen.Add(facts) && attempt < Patience; attempt++)
                facts = SceneDirector.Draw(random, part);
            scenes[i] = new Scene(facts, seed, i, Wordings);
        }

        return scenes;
    }
}
