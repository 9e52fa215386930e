using System.Globalization;
using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Captions;

/// <summary>Says a scene's facts: the wordings are those of every language here, the words are each language's own.</summary>
internal abstract class CaptionWriter
{
    private const int Wordings = 6;
    private const int Attempts = 200;

    /// <summary>The subjects whose colour is that of their clothes.</summary>
    private static readonly HashSet<string> Clothed = ["man", "woman", "child", "king"];

    /// <summary>"a picture of" and the like.</summary>
    protected abstract string[] Prefixes { get; }

    /// <summary>Different wordings, each of which says all the facts.</summary>
    public IReadOnlyList<string> Write(SceneFacts facts, SceneRandom random, int wordings) => Write(facts, random, wordings, brief: false);

    /// <summary>Wordings that leave colours, the place or the time out, as people do when they search; never number, action or side.</summary>
    public IReadOnlyList<string> WriteBriefly(SceneFacts facts, SceneRandom random, int wordings) => Write(facts, random, wordings, brief: true);

    /// <summary>The words for a subject, the usual one first.</summary>
    protected abstract IReadOnlyList<Noun> Nouns(string subject);

    /// <summary>Number, noun and colour.</summary>
    /// <param name="noun">The noun.</param>
    /// <param name="subject">The subject's key.</param>
    /// <param name="count">How many.</param>
    /// <param name="colour">The colour's key, or null.</param>
    /// <param name="clothed">Whether the colour is that of clothes.</param>
    protected abstract string Thing(Noun noun, string subject, int count, string? colour, bool clothed);

    /// <summary>What the subject does; empty where nothing is said of it.</summary>
    protected abstract string Doing(SceneFacts facts, bool feminine, SceneRandom random);

    protected abstract string[] Where(Place place, bool air);

    protected abstract string[] When(Moment when);

    protected abstract string[] Sides(Side side);

    /// <summary>Wordings in which {0} stands for the other.</summary>
    protected abstract string[] Relations(Relation relation);

    protected abstract string IsOrAre(bool many);

    protected abstract string ThereIs(bool many);

    private List<string> Write(SceneFacts facts, SceneRandom random, int wordings, bool brief)
    {
        var captions = new List<string>();
        for (var attempt = 0; captions.Count < wordings && attempt < Attempts; attempt++)
        {
            var caption = WriteOne(facts, random, (captions.Count + attempt / 10) % Wordings, brief);
            if (!captions.Contains(caption))
                captions.Add(caption);
        }

        return captions;
    }

    private string WriteOne(SceneFacts facts, SceneRandom random, int wording, bool brief)
    {
        // What is left out is decided first: "without colours, anywhere, at night" is one sentence, not half of two.
        var (placeless, timeless) = (brief && random.Chance(0.15f), brief && random.Chance(0.75f));
        if (brief && random.Chance(0.6f))
            facts = facts with { Colour = null, OtherColour = null };
        var (noun, many) = (Noun(facts.Subject, random), facts.Count > 1);
        var thing = Thing(noun, facts.Subject, facts.Count, facts.Colour, Clothed.Contains(facts.Subject));
        // From numbers of its own: some actions have synonyms, others none, and what is said after must not depend on that.
        var doing = Doing(facts, noun.Feminine, new SceneRandom(random.Next64()));
        var where = placeless ? "" : random.Pick(Where(facts.Place, Subjects.Of(facts.Subject).MediumFor(facts.Action, facts.Place) == Medium.Air));
        var when = timeless ? "" : random.Pick(When(facts.When));
        if (facts.Relation is { } relation)
            doing = $"{doing} {Related(relation, Thing(Noun(facts.Other!, random), facts.Other!, 1, facts.OtherColour, Clothed.Contains(facts.Other!)), random)}".Trim();
        if (facts.Side is { } side)
            doing = $"{doing} {random.Pick(Sides(side))}".Trim();
        var whole = wording switch
        {
            0 => $"{thing} {doing} {where} {when}",
            1 => $"{random.Pick(Prefixes)} {thing} {doing} {where} {when}",
            2 => $"{when}, {thing} {(doing.Length > 0 ? $"{IsOrAre(many)} {doing}" : "")} {where}",
            3 => $"{ThereIs(many)} {thing} {doing} {where} {when}",
            4 => $"{where}, {thing} {doing}, {when}",
            _ => $"{thing} {doing}, {where}, {when}",
        };
        return Tidy(whole);
    }

    private string Related(Relation relation, string other, SceneRandom random) => string.Format(CultureInfo.InvariantCulture, random.Pick(Relations(relation)), other);

    /// <summary>One blank between words, and no comma that parts nothing.</summary>
    private static string Tidy(string caption) => string.Join(", ", caption
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => string.Join(' ', part.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        .Where(part => part.Length > 0));

    private Noun Noun(string subject, SceneRandom random) => random.Chance(0.7f) ? Nouns(subject)[0] : random.Pick(Nouns(subject));
}
