using System.CommandLine;
using Vislumbre.Encoding;

namespace Vislumbre.Cli;

/// <summary>The options that several commands have, worded once.</summary>
internal static class SharedOptions
{
    private static readonly string Devices = string.Join('|', Enum.GetNames<ComputeDevice>()).ToLowerInvariant();

    public static Option<string?> Library() => new("--library", "-L")
    {
        Description = Language.Say("The library's folder (default: $VISLUMBRE_LIBRARY, else the user's data folder)", "A pasta da biblioteca (padrão: $VISLUMBRE_LIBRARY, senão a pasta de dados do usuário)"),
        HelpName = Language.Say("FOLDER", "PASTA"),
    };

    public static Option<string?> Model() => new("--model", "-m")
    {
        Description = Language.Say("A model's name or folder (default: the library's own, else clip-vit-base-patch32)", "Nome ou pasta de um modelo (padrão: o da biblioteca, senão clip-vit-base-patch32)"),
        HelpName = Language.Say("NAME|FOLDER", "NOME|PASTA"),
    };

    public static Option<ComputeDevice> Device() => new("--device")
    {
        Description = Language.Say("What computes (default: the fastest that is there)", "O que calcula (padrão: o mais rápido que houver)"),
        HelpName = Devices,
        CustomParser = result =>
        {
            if (Enum.TryParse<ComputeDevice>(result.Tokens[0].Value, ignoreCase: true, out var device) && Enum.IsDefined(device)) return device;
            result.AddError(Language.Say($"--device must be one of {Devices}.", $"--device deve ser um de {Devices}."));
            return default;
        },
    };

    public static Option<int> Count() => new("--count", "-k")
    {
        Description = Language.Say("How many photos", "Quantas fotos"),
        DefaultValueFactory = _ => 9,
    };

    public static Option<int> Batch(string description)
    {
        var batch = new Option<int>("--batch") { Description = description, DefaultValueFactory = _ => 32 };
        batch.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1024) result.AddError(Language.Say("--batch must be from 1 to 1024.", "--batch deve ser de 1 a 1024."));
        });
        return batch;
    }

    public static Option<int> Port()
    {
        var port = new Option<int>("--port", "-p")
        {
            Description = Language.Say("The port on this machine (0: any that is free)", "A porta nesta máquina (0: qualquer uma livre)"),
            DefaultValueFactory = _ => new Web.WebOptions().Port,
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535) result.AddError(Language.Say("--port must be from 0 to 65535.", "--port deve ser de 0 a 65535."));
        });
        return port;
    }

    public static Option<bool> Json() => new("--json") { Description = Language.Say("Write JSON", "Escrever JSON") };

    public static Option<bool> AllowPrivateAddresses() => new("--allow-private-addresses")
    {
        Description = Language.Say("Fetch pictures from private and loopback addresses too", "Buscar imagens também em endereços privados e locais"),
    };
}
