using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes;

/// <summary>Scenes by seed, no two with the same facts.</summary>
public static class SceneSet
{
    /// <summary>How often facts are drawn anew before a repetition is taken.</summary>
    private const int Patience = 200;

    /// <summary>One scene in so many is of a theme.</summary>
    private const int ThemeEvery = 20;

    /// <summary>Draws the facts of scenes; nothing is painted yet. More scenes of the same seed begin with the same ones.</summary>
    /// <param name="options">Which; size and contrasts say nothing here.</param>
    public static IReadOnlyList<Scene> Create(SceneFolderOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Count);
        var seen = new HashSet<SceneFacts>();
        var scenes = new Scene[options.Count];
        for (var i = 0; i < options.Count; i++)
        {
            var random = SceneRandom.For(options.Seed ^ 0xFAC75, (ulong)i);
            var repetitions = 0;
            SceneFacts facts;
            do
            {
                facts = Draw(random, i, i > 0 ? scenes[i - 1].Facts : null, options);
            }
            while (!seen.Add(facts) && repetitions++ < Patience);
            // Variants are painted and worded alike, so that what differs is the fact and not the clouds or the turn of phrase.
            scenes[i] = new Scene(facts, options.Seed, options.Variants ? i / 2 * 2 : i, options.Brief);
        }

        return scenes;
    }

    private static SceneFacts Draw(SceneRandom random, int number, SceneFacts? previous, SceneFolderOptions options)
    {
        if (options.Themes && number % ThemeEvery == 0)
            return SceneDirector.DrawTheme(random, number / ThemeEvery);
        var variant = options.Variants && number % 2 == 1 ? SceneDirector.Vary(previous!, random) : null;
        return variant is not null && SceneDirector.Belongs(variant, options.Part) ? variant : SceneDirector.Draw(random, options.Part);
    }
}
