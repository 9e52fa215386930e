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
            // Every second scene is a variant of the one before, painted and worded alike, so that what differs is the fact and not the
            // clouds or the turn of phrase. Where none is to be had it is a scene of its own.
            var variant = options.Variants && i % 2 == 1 ? SceneDirector.Vary(scenes[i - 1].Facts, random, options.Part) : null;
            if (variant is not null && seen.Add(variant))
            {
                scenes[i] = new Scene(variant, options.Seed, i - 1, options.Brief);
                continue;
            }

            var repetitions = 0;
            SceneFacts facts;
            do
            {
                facts = options.Themes && i % ThemeEvery == 0 ? SceneDirector.DrawTheme(random, i / ThemeEvery) : SceneDirector.Draw(random, options.Part);
            }
            while (!seen.Add(facts) && repetitions++ < Patience);
            scenes[i] = new Scene(facts, options.Seed, i, options.Brief);
        }

        return scenes;
    }
}
