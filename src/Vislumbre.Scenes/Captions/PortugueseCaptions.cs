using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Captions;

/// <summary>Says a scene's facts in Portuguese.</summary>
internal static class PortugueseCaptions
{
    private static readonly string[] Numbers = ["", "um", "dois", "três", "quatro", "cinco"];
    private static readonly string[] Prefixes = ["uma imagem de", "um desenho de", "uma ilustração de", "uma figura de"];
    private static readonly HashSet<string> Clothed = ["man", "woman", "child", "king"];

    /// <summary>Different wordings, each of which says all the facts; that it is a clear day may go unsaid.</summary>
    public static IReadOnlyList<string> Of(SceneFacts facts, SceneRandom random, int wordings)
    {
        var captions = new List<string>();
        for (var attempt = 0; captions.Count < wordings && attempt < 200; attempt++)
        {
            var caption = Write(facts, random, (captions.Count + attempt / 10) % 6);
            if (!captions.Contains(caption))
                captions.Add(caption);
        }

        return captions;
    }

    private static string Write(SceneFacts facts, SceneRandom random, int wording)
    {
        var (thing, feminine) = Thing(facts.Subject, facts.Count, facts.Colour, random);
        var air = Subjects.Of(facts.Subject).MediumFor(facts.Action, facts.Place) == Medium.Air;
        var doing = Doing(facts, feminine, random);
        var where = random.Pick(Where(facts.Place, air));
        var when = random.Pick(WhenOf(facts.When));
        var unsaid = facts.When == Moment.Day && random.Chance(0.6f);
        if (facts.Relation is { } relation)
            doing = $"{doing} {random.Pick(Relations(relation))} {Thing(facts.Other!, 1, facts.OtherColour, random).Words}".Trim();
        var isOrAre = facts.Count == 1 ? "está" : "estão";
        var whole = wording switch
        {
            0 => $"{thing} {doing} {where} {(unsaid ? "" : when)}",
            1 => $"{random.Pick(Prefixes)} {thing} {doing} {where} {(unsaid ? "" : when)}",
            2 => $"{when}, {thing} {(doing.Length > 0 ? $"{isOrAre} {doing}" : "")} {where}",
            3 => $"há {thing} {doing} {where} {(unsaid ? "" : when)}",
            4 => $"{where}, {thing} {doing}{(unsaid ? "" : ", " + when)}",
            _ => $"{thing}{(doing.Length > 0 ? $" {doing}" : "")}, {where}{(unsaid ? "" : ", " + when)}",
        };
        return string.Join(' ', whole.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace(" ,", ",", StringComparison.Ordinal);
    }

    private static (string Words, bool Feminine) Thing(string key, int count, string? colour, SceneRandom random)
    {
        var noun = random.Chance(0.7f) ? Nouns.Portuguese(key)[0] : random.Pick(Nouns.Portuguese(key));
        var number = (count, noun.Feminine) switch
        {
            (1, true) => "uma",
            (2, true) => "duas",
            _ => Numbers[count],
        };
        var name = $"{number} {(count == 1 ? noun.One : noun.Many)}";
        if (colour is not null)
            name += Clothed.Contains(key) ? $" de {ColourNames.PortugueseCloth(colour)}" : $" {ColourNames.Portuguese(key, colour, noun.Feminine, count > 1)}";
        return (name, noun.Feminine);
    }

    private static string Doing(SceneFacts facts, bool feminine, SceneRandom random) => facts.Action switch
    {
        null => "",
        "standing" => facts.Relation is null && random.Chance(0.6f) ? random.Pick<string>(["em pé", (feminine ? "parada" : "parado") + (facts.Count > 1 ? "s" : "")]) : "",
        "sleeping" => "dormindo",
        "running" => random.Pick<string>(["correndo", "a correr"]),
        "playing" => random.Pick<string>(["brincando", "brincando com uma bola"]),
        "grazing" => random.Pick<string>(["pastando", "comendo"]),
        "flying" => "voando",
        "swimming" => "nadando",
        "jumping" => random.Pick<string>(["pulando", "saltando"]),
        "dancing" => "dançando",
        var other => throw new ArgumentOutOfRangeException(nameof(facts), other, null),
    };

    private static string[] Where(Place place, bool air) => place switch
    {
        Place.Snow => air ? ["sobre a neve", "sobre uma paisagem nevada"] : ["na neve", "no chão nevado", "numa paisagem nevada"],
        Place.Beach => air ? ["sobre a praia", "acima da areia"] : ["na praia", "na areia junto ao mar", "à beira-mar"],
        Place.Forest => air ? ["sobre a floresta", "acima do bosque"] : ["na floresta", "no bosque", "entre as árvores"],
        Place.City => air ? ["sobre a cidade", "acima dos prédios"] : ["na cidade", "no centro da cidade"],
        Place.Field => air ? ["sobre o campo", "acima de um prado"] : ["no campo", "num prado", "na grama"],
        Place.Sea => air ? ["sobre o mar", "acima do oceano"] : ["no mar", "em alto-mar", "no oceano"],
        Place.Desert => air ? ["sobre o deserto", "acima das dunas"] : ["no deserto", "entre as dunas"],
        Place.Room => ["num quarto", "dentro de casa", "na sala"],
        _ => air ? ["sobre a rua", "acima da estrada"] : ["na rua", "na estrada"],
    };

    private static string[] WhenOf(Moment when) => when switch
    {
        Moment.Day => ["de dia", "à luz do dia", "num dia de sol"],
        Moment.Dusk => ["ao entardecer", "ao pôr do sol", "no fim da tarde"],
        Moment.Night => ["à noite", "no escuro", "sob a lua"],
        Moment.Rain => ["na chuva", "num dia de chuva", "enquanto chove"],
        Moment.Fog => ["na neblina", "num dia de nevoeiro", "na névoa"],
        Moment.Snowfall => ["enquanto neva", "sob a neve que cai", "durante uma nevada"],
        _ => ["sob as estrelas", "numa noite estrelada", "sob um céu estrelado"],
    };

    private static string[] Relations(Relation relation) => relation switch
    {
        Relation.LeftOf => ["à esquerda de", "do lado esquerdo de"],
        Relation.RightOf => ["à direita de", "do lado direito de"],
        Relation.Above => ["acima de", "por cima de"],
        Relation.Behind => ["atrás de"],
        Relation.Under => ["debaixo de", "embaixo de"],
        _ => ["na frente de", "diante de"],
    };
}
