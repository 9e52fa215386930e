using System.CommandLine;
using Vislumbre.Catalog;
using Vislumbre.Engines.Postgres;
using Vislumbre.Engines.Redis;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre engine reshard|codes</c></summary>
internal static class EngineCommand
{
    public static Command Create() => new("engine", Language.Say("Look after the engines that hold a library", "Cuidar dos motores que guardam uma biblioteca")) { Reshard(), Codes() };

    private static Command Reshard()
    {
        var shards = new Argument<int>("shards") { Description = Language.Say("How many keys the embeddings are spread over", "Por quantas chaves os embeddings se espalham") };
        shards.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 4096) result.AddError(Language.Say("From 1 to 4096 shards can be had.", "Pode-se ter de 1 a 4096 partes."));
        });
        var library = SharedOptions.Library();
        var vectors = SharedOptions.Vectors();
        var reshard = new Command("reshard", Language.Say("Spread the embeddings in Redis over another number of keys; searches go on meanwhile", "Espalhar os embeddings no Redis por outro número de chaves; as buscas continuam enquanto isso")) { shards, library, vectors };
        reshard.SetAction((parsed, cancel) => Complaint.Around(() => Task.Run(() =>
        {
            var place = parsed.GetValue(vectors) ?? LibraryChoice.DefaultVectors;
            if (!RedisAddress.Is(place))
                throw new LibraryException(LibraryFault.Unusable, Language.Say("Embeddings in Redis are resharded: --vectors redis://HOST:PORT", "Só embeddings em Redis se redistribuem: --vectors redis://SERVIDOR:PORTA"));
            using var redis = RedisNearest.Open(place!, LibraryChoice.Open(parsed.GetValue(library)).Catalog);
            redis.Notice = Complaint.Say;
            redis.Reshard(parsed.GetValue(shards), cancel);
            Console.WriteLine(Language.Say($"The embeddings are spread over {parsed.GetValue(shards):N0} keys.", $"Os embeddings estão espalhados por {parsed.GetValue(shards):N0} chaves."));
            return ExitCodes.Done;
        }, cancel), cancel));
        return reshard;
    }

    private static Command Codes()
    {
        var codes = SharedOptions.ChoiceArgument<PostgresCodes>("codes", Language.Say("half: the embeddings; bit: one bit a number, where memory is short", "half: os embeddings; bit: um bit por número, onde falta memória"));
        var library = SharedOptions.Library();
        var command = new Command("codes", Language.Say("Build the graph in PostgreSQL over other codes; searches go on meanwhile", "Fazer o grafo no PostgreSQL sobre outros códigos; as buscas continuam enquanto isso")) { codes, library };
        command.SetAction((parsed, cancel) => Complaint.Around(() => Task.Run(() =>
        {
            var photos = PostgresLibrary.Open(LibraryChoice.Shared(parsed.GetValue(library)));
            if (photos.Catalog.Model is not { } model || photos.Catalog.Count().Indexed == 0) throw new LibraryException(LibraryFault.Unusable, Language.Say("There are no photos yet: index some first.", "Ainda não há fotos: indexe algumas antes."));
            var nearest = (PostgresNearest)photos.Nearest;
            var isBuilt = nearest.Build(parsed.GetValue(codes), model.Identity.Dimension, cancel);
            Console.WriteLine(isBuilt ? Language.Say($"The graph is built of {Words(nearest.Codes)}.", $"O grafo está feito de {Words(nearest.Codes)}.")
                : nearest.Codes == parsed.GetValue(codes) ? Language.Say($"The graph is of {Words(nearest.Codes)} already.", $"O grafo já é de {Words(nearest.Codes)}.")
                : throw new LibraryException(LibraryFault.Busy, Language.Say("Another program builds the graph, or this is a replica.", "Outro programa faz o grafo, ou isto é uma réplica.")));
            return ExitCodes.Done;
        }, cancel), cancel));
        return command;
    }

    private static string Words(PostgresCodes? codes) => codes == PostgresCodes.Bit ? Language.Say("one bit a number", "um bit por número") : Language.Say("halves", "meias precisões");
}
