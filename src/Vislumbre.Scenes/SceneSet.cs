using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes;

/// <summary>Scenes by seed, no two with the same facts.</summary>
public static class SceneSet
{
    /// <summary>How many wordings a scene has in each language where nothing else is asked for.</summary>
    public const int Wordings = 6;

    /// <summary>How often facts are drawn anew before a repetition is taken.</summary>
    private const int Patience = 200;

    /// <summary>One scene in so many is of a theme.</summary>
    private const int ThemeEvery = 20;

    /// <summary>Draws the facts of scenes; nothing is painted yet.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed gives the same scenes; more of them begin with the same ones.</param>
    /// <param name="part">Which compositions they may have.</param>
    /// <param name="themes">Whether one scene in twenty shows a theme of the demonstration.</param>
    public static IReadOnlyList<Scene> Create(int count, ulong seed, ScenePart part = ScenePart.All, bool themes = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var seen = new HashSet<SceneFacts>();
        var scenes = new Scene[count];
        for (var i = 0; i < count; i++)
        {
            var random = SceneRandom.For(seed ^ 0xFAC75, (ulong)i);
            var theme = themes && i % ThemeEvery == 0 ? i / ThemeEvery : (int?)null;
            SceneFacts facts;
            var repetitions = 0;
            do
            {
                facts = theme is { } number ? SceneDirector.DrawTheme(random, number) : SceneDirector.Draw(random, part);
            }
            while (!seen.Add(facts) && repetitions++ < Patience);
            scenes[i] = new Scene(facts, seed, i, Wordings);
        }

        return scenes;
    }
}
