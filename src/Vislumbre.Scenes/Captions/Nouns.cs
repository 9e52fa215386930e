namespace Vislumbre.Scenes.Captions;

/// <summary>The subjects' names; the first of each is the usual one.</summary>
internal static class Nouns
{
    // Key; English; Portuguese. A word is "singular/plural"; synonyms stand between commas; "*" marks a feminine.
    private const string Table = """
        dog; dog/dogs, hound/hounds; cachorro/cachorros, cão/cães
        cat; cat/cats, kitty/kitties; gato/gatos, bichano/bichanos
        horse; horse/horses, pony/ponies; cavalo/cavalos, pônei/pôneis
        cow; cow/cows; vaca/vacas*
        sheep; sheep/sheep; ovelha/ovelhas*
        pig; pig/pigs, hog/hogs; porco/porcos, leitão/leitões
        rabbit; rabbit/rabbits, bunny/bunnies; coelho/coelhos
        fox; fox/foxes; raposa/raposas*
        bear; bear/bears; urso/ursos
        elephant; elephant/elephants; elefante/elefantes
        giraffe; giraffe/giraffes; girafa/girafas*
        camel; camel/camels; camelo/camelos
        bird; bird/birds, songbird/songbirds; pássaro/pássaros, ave/aves*
        duck; duck/ducks; pato/patos
        owl; owl/owls; coruja/corujas*
        penguin; penguin/penguins; pinguim/pinguins
        fish; fish/fish; peixe/peixes
        whale; whale/whales; baleia/baleias*
        butterfly; butterfly/butterflies; borboleta/borboletas*
        turtle; turtle/turtles, tortoise/tortoises; tartaruga/tartarugas*
        man; man/men, guy/guys; homem/homens, rapaz/rapazes
        woman; woman/women, lady/ladies; mulher/mulheres*, moça/moças*
        child; child/children, kid/kids; criança/crianças*, menino/meninos
        cook; cook/cooks, chef/chefs; cozinheiro/cozinheiros, chefe de cozinha/chefes de cozinha
        astronaut; astronaut/astronauts, spaceman/spacemen; astronauta/astronautas
        king; king/kings; rei/reis
        car; car/cars, automobile/automobiles; carro/carros, automóvel/automóveis
        bus; bus/buses; ônibus/ônibus
        truck; truck/trucks, lorry/lorries; caminhão/caminhões
        tractor; tractor/tractors; trator/tratores
        bicycle; bicycle/bicycles, bike/bikes; bicicleta/bicicletas*
        train; train/trains, steam train/steam trains; trem/trens
        sailboat; sailboat/sailboats, sailing boat/sailing boats; veleiro/veleiros, barco a vela/barcos a vela
        ship; ship/ships, steamer/steamers; navio/navios
        airplane; airplane/airplanes, plane/planes; avião/aviões
        balloon; hot-air balloon/hot-air balloons, balloon/balloons; balão/balões
        house; house/houses, cottage/cottages; casa/casas*
        church; church/churches, chapel/chapels; igreja/igrejas*, capela/capelas*
        lighthouse; lighthouse/lighthouses; farol/faróis
        castle; castle/castles, fortress/fortresses; castelo/castelos
        windmill; windmill/windmills; moinho/moinhos, moinho de vento/moinhos de vento
        tent; tent/tents; barraca/barracas*, tenda/tendas*
        bridge; bridge/bridges; ponte/pontes*
        tree; tree/trees; árvore/árvores*
        fir; fir tree/fir trees, fir/firs; pinheiro/pinheiros
        palm; palm tree/palm trees, palm/palms; palmeira/palmeiras*, coqueiro/coqueiros
        flower; flower/flowers, blossom/blossoms; flor/flores*
        cactus; cactus/cacti; cacto/cactos
        mushroom; mushroom/mushrooms, toadstool/toadstools; cogumelo/cogumelos
        mountain; mountain/mountains, peak/peaks; montanha/montanhas*
        chair; chair/chairs; cadeira/cadeiras*
        table; table/tables; mesa/mesas*
        lamp; lamp/lamps; luminária/luminárias*, abajur/abajures
        umbrella; umbrella/umbrellas, parasol/parasols; guarda-chuva/guarda-chuvas, guarda-sol/guarda-sóis
        ball; ball/balls; bola/bolas*
        kite; kite/kites; pipa/pipas*, papagaio de papel/papagaios de papel
        snowman; snowman/snowmen; boneco de neve/bonecos de neve
        bench; bench/benches; banco/bancos
        teddy; teddy bear/teddy bears, teddy/teddies; urso de pelúcia/ursos de pelúcia, ursinho/ursinhos
        """;

    private static readonly Dictionary<string, (Noun[] English, Noun[] Portuguese)> ByKey = Table.Split('\n').Select(line => line.Split(';', StringSplitOptions.TrimEntries)).ToDictionary(row => row[0], row => (Parse(row[1]), Parse(row[2])));

    public static IReadOnlyList<Noun> English(string key) => ByKey[key].English;

    public static IReadOnlyList<Noun> Portuguese(string key) => ByKey[key].Portuguese;

    private static Noun[] Parse(string words) => [.. words.Split(',', StringSplitOptions.TrimEntries).Select(word =>
    {
        var forms = word.TrimEnd('*').Split('/');
        return new Noun(forms[0], forms[1], word.EndsWith('*'));
    })];
}
