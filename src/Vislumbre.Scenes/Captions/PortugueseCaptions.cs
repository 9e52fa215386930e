using Vislumbre.Scenes.Facts;

namespace Vislumbre.Scenes.Captions;

/// <summary>Says a scene's facts in Portuguese.</summary>
internal sealed class PortugueseCaptions : CaptionWriter
{
    private static readonly string[] Numbers = ["", "um", "dois", "três", "quatro", "cinco"];

    protected override string[] Prefixes { get; } = ["uma imagem de", "um desenho de", "uma ilustração de", "uma figura de"];

    protected override IReadOnlyList<Noun> Nouns(string subject) => Captions.Nouns.Portuguese(subject);

    protected override string Thing(Noun noun, string subject, int count, string? colour, bool clothed)
    {
        var number = (count, noun.Feminine) switch
        {
            (1, true) => "uma",
            (2, true) => "duas",
            _ => Numbers[count],
        };
        var name = $"{number} {(count == 1 ? noun.One : noun.Many)}";
        return colour is null ? name
            : clothed ? $"{name} de {ColourNames.PortugueseCloth(colour)}"
            : $"{name} {ColourNames.Portuguese(subject, colour, noun.Feminine, count > 1)}";
    }

    protected override string IsOrAre(bool many) => many ? "estão" : "está";

    protected override string ThereIs(bool many) => "há";

    protected override string Doing(SceneFacts facts, bool feminine, SceneRandom random) => facts.Action switch
    {
        null => "",
        "standing" => facts.Relation is null ? random.Pick<string>(["em pé", (feminine ? "parada" : "parado") + (facts.Count > 1 ? "s" : "")]) : "",
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

    protected override string[] Where(Place place, bool air) => place switch
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

    protected override string[] When(Moment when) => when switch
    {
        Moment.Day => ["de dia", "à luz do dia", "num dia de sol"],
        Moment.Dusk => ["ao entardecer", "ao pôr do sol", "no fim da tarde"],
        Moment.Night => ["à noite", "no escuro", "sob a lua"],
        Moment.Rain => ["na chuva", "num dia de chuva", "enquanto chove"],
        Moment.Fog => ["na neblina", "num dia de nevoeiro", "na névoa"],
        Moment.Snowfall => ["enquanto neva", "sob a neve que cai", "durante uma nevada"],
        _ => ["sob as estrelas", "numa noite estrelada", "sob um céu estrelado"],
    };

    protected override string[] Sides(Side side) => side == Side.Left ? ["à esquerda", "do lado esquerdo", "no lado esquerdo"] : ["à direita", "do lado direito", "no lado direito"];

    protected override string[] Relations(Relation relation) => relation switch
    {
        Relation.LeftOf => ["à esquerda de {0}", "do lado esquerdo de {0}", "à esquerda e {0} à direita"],
        Relation.RightOf => ["à direita de {0}", "do lado direito de {0}", "à direita e {0} à esquerda"],
        Relation.Above => ["acima de {0}", "por cima de {0}"],
        Relation.Behind => ["atrás de {0}"],
        Relation.Under => ["debaixo de {0}", "embaixo de {0}"],
        _ => ["na frente de {0}", "diante de {0}"],
    };
}
