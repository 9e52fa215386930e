using System.CommandLine;
using Vislumbre.Catalog;
using Vislumbre.Engines.Redis;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre engine reshard N</c></summary>
internal static class EngineCommand
{
    public static Command Create()
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
            redis.Reshard(parsed.GetValue(shards), cancel);
            Console.WriteLine(Language.Say($"The embeddings are spread over {parsed.GetValue(shards):N0} keys.", $"Os embeddings estão espalhados por {parsed.GetValue(shards):N0} chaves."));
            return ExitCodes.Done;
        }, cancel), cancel));
        return new Command("engine", Language.Say("Look after the engines that hold a library", "Cuidar dos motores que guardam uma biblioteca")) { reshard };
    }
}
