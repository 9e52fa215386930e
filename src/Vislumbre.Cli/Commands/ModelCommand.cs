using System.CommandLine;
using Vislumbre.Encoding;
using Vislumbre.Models;

namespace Vislumbre.Cli.Commands;

/// <summary><c>vislumbre model list | pull | import | show | verify | remove</c></summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", Language.Say("The models: list, fetch, import, show, verify, remove", "Os modelos: listar, buscar, importar, mostrar, verificar, remover"))
    {
        List(), Pull(), Import(), Show(), Verify(), Remove(),
    };

    private static Command List()
    {
        var json = SharedOptions.Json();
        var command = new Command("list", Language.Say("List the models that are known and those that are here", "Listar os modelos conhecidos e os que estão aqui")) { json };
        command.SetAction((parsed, cancel) => Complaint.Around(() => Task.FromResult(ModelDisplay.WriteList(new ModelStore(), parsed.GetValue(json))), cancel));
        return command;
    }

    private static Command Pull()
    {
        var name = Name(optional: true);
        var command = new Command("pull", Language.Say("Fetch a model from the hub (default: clip-vit-base-patch32)", "Buscar um modelo do hub (padrão: clip-vit-base-patch32)")) { name };
        command.SetAction((parsed, cancel) => Complaint.Around(async () =>
        {
            var model = KnownModels.Find(parsed.GetValue(name) ?? KnownModels.Default.Name);
            if (model.Ships)
            {
                Console.WriteLine(Language.Say($"{model.Name} ships with Vislumbre: there is nothing to fetch.", $"{model.Name} vem com o Vislumbre: não há nada a buscar."));
                return ExitCodes.Done;
            }

            var folder = await ModelPull.RunAsync(new ModelStore(), model, cancel);
            Console.WriteLine(Language.Say($"{model.Name} is in {Terminal.Short(folder)}", $"{model.Name} está em {Terminal.Short(folder)}"));
            return ExitCodes.Done;
        }, cancel));
        return command;
    }

    private static Command Import()
    {
        var folder = new Argument<string>("folder") { Description = Language.Say("A model's folder", "A pasta de um modelo") };
        var name = new Option<string?>("--name") { Description = Language.Say("The name it gets (default: the folder's)", "O nome que recebe (padrão: o da pasta)") };
        var command = new Command("import", Language.Say("Copy a model folder into the store", "Copiar uma pasta de modelo para cá")) { folder, name };
        command.SetAction((parsed, cancel) => Complaint.Around(() =>
        {
            var target = new ModelStore().Import(parsed.GetValue(folder)!, parsed.GetValue(name));
            Console.WriteLine(Language.Say($"Imported as {Path.GetFileName(target)}: {Terminal.Short(target)}", $"Importado como {Path.GetFileName(target)}: {Terminal.Short(target)}"));
            return Task.FromResult(ExitCodes.Done);
        }, cancel));
        return command;
    }

    private static Command Show()
    {
        var name = Name(optional: true);
        var json = SharedOptions.Json();
        var command = new Command("show", Language.Say("Show what a model is made of", "Mostrar de que um modelo é feito")) { name, json };
        command.SetAction((parsed, cancel) => Complaint.Around(() =>
        {
            ModelDisplay.WriteModel(new ModelStore().Open(parsed.GetValue(name) ?? KnownModels.Default.Name), parsed.GetValue(json));
            return Task.FromResult(ExitCodes.Done);
        }, cancel));
        return command;
    }

    private static Command Verify()
    {
        var name = Name(optional: true);
        var image = new Option<string?>("--image") { Description = Language.Say("The CLIP paper's diagram (CLIP.png), to check the published probabilities too", "O diagrama do artigo do CLIP (CLIP.png), para checar também as probabilidades publicadas") };
        var towers = new TowerSettings();
        var json = SharedOptions.Json();
        var command = new Command("verify", Language.Say("Prove that a model computes what it should", "Provar que um modelo calcula o que deve")) { name, image, json };
        towers.AddTo(command);
        command.SetAction((parsed, cancel) => Complaint.Around(() =>
        {
            using var encoder = new DualEncoder(new ModelStore().Open(parsed.GetValue(name) ?? KnownModels.Default.Name), towers.Of(parsed));
            var picture = parsed.GetValue(image) is { } path ? QueryPicture.FromFile(path) : null;
            var checks = ModelVerification.Run(encoder, picture).ToList();
            if (parsed.GetValue(json)) Terminal.WriteJson(checks);
            else ModelDisplay.WriteChecks(encoder.Model.Identity, checks);
            return Task.FromResult(checks.TrueForAll(check => check.Passed) ? ExitCodes.Done : ExitCodes.Model);
        }, cancel));
        return command;
    }

    private static Command Remove()
    {
        var name = Name(optional: false);
        var command = new Command("remove", Language.Say("Delete a model from the store", "Apagar um modelo daqui")) { name };
        command.SetAction((parsed, cancel) => Complaint.Around(() =>
        {
            new ModelStore().Remove(parsed.GetValue(name)!);
            Console.WriteLine(Language.Say($"Removed {parsed.GetValue(name)}.", $"{parsed.GetValue(name)} removido."));
            return Task.FromResult(ExitCodes.Done);
        }, cancel));
        return command;
    }

    private static Argument<string?> Name(bool optional) => new("name")
    {
        Arity = optional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        Description = Language.Say("The model's name", "O nome do modelo"),
    };
}
