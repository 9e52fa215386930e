using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Vislumbre.Cli;

/// <summary>The options that several commands have, worded once.</summary>
internal static class SharedOptions
{
    public static Option<string?> Library() => new("--library", "-L")
    {
        Description = Language.Say("The library: a folder, or postgres://USER@HOST/DATABASE (default: $VISLUMBRE_LIBRARY, else the user's data folder)", "A biblioteca: uma pasta, ou postgres://USUARIO@SERVIDOR/BANCO (padrão: $VISLUMBRE_LIBRARY, senão a pasta de dados do usuário)"),
        HelpName = Language.Say("PLACE", "LUGAR"),
    };

    public static Option<string?> Vectors() => new("--vectors")
    {
        Description = Language.Say("What finds the nearest: redis://HOST:PORT, or local for the embedded index (default: $VISLUMBRE_VECTORS, else what belongs to the library)", "O que acha as mais próximas: redis://SERVIDOR:PORTA, ou local para o índice embutido (padrão: $VISLUMBRE_VECTORS, senão o da biblioteca)"),
        HelpName = Language.Say("ADDRESS", "ENDEREÇO"),
    };

    public static Option<string?> Model() => new("--model", "-m")
    {
        Description = Language.Say("A model's name or folder (default: the library's own, else clip-vit-base-patch32)", "Nome ou pasta de um modelo (padrão: o da biblioteca, senão clip-vit-base-patch32)"),
        HelpName = Language.Say("NAME|FOLDER", "NOME|PASTA"),
    };

    /// <summary>One of the values of an enumeration, by its name; anything else is refused with the names. The default is the first.</summary>
    public static Option<T> Choice<T>(string name, string description)
        where T : struct, Enum
    {
        return new Option<T>(name) { Description = description, HelpName = Names<T>(), CustomParser = result => Named<T>(result, name) };
    }

    /// <summary>The same as an argument.</summary>
    public static Argument<T> ChoiceArgument<T>(string name, string description)
        where T : struct, Enum
    {
        return new Argument<T>(name) { Description = description, HelpName = Names<T>(), CustomParser = result => Named<T>(result, name) };
    }

    public static Option<int> Count() => Number("--count", Searching.SearchQuery.DefaultCount, 1, 1_000_000, Language.Say("How many photos", "Quantas fotos"), "-k");

    public static Option<int> Batch(string description) => Number("--batch", 32, 1, 1024, description);

    public static Option<int> Port() => Number("--port", new Web.WebOptions().Port, 0, 65535, Language.Say("The port on this machine (0: any that is free)", "A porta nesta máquina (0: qualquer uma livre)"), "-p");

    /// <summary>A whole number within bounds; anything else is refused with the bounds.</summary>
    public static Option<int> Number(string name, int standard, int low, int high, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high) return value;
            result.AddError(Language.Say($"{name} must be a whole number from {low} to {high}.", $"{name} deve ser um número inteiro de {low} a {high}."));
            return standard;
        },
    };

    public static Option<bool> Json() => new("--json") { Description = Language.Say("Write JSON", "Escrever JSON") };

    public static Option<bool> AllowPrivateAddresses() => new("--allow-private-addresses")
    {
        Description = Language.Say("Fetch pictures from private and loopback addresses too", "Buscar imagens também em endereços privados e locais"),
    };

    private static string Names<T>()
        where T : struct, Enum => string.Join('|', Enum.GetNames<T>()).ToLowerInvariant();

    // By name alone: numbers are none.
    private static T Named<T>(ArgumentResult result, string name)
        where T : struct, Enum
    {
        if (Enum.GetNames<T>().Contains(result.Tokens[0].Value, StringComparer.OrdinalIgnoreCase)) return Enum.Parse<T>(result.Tokens[0].Value, ignoreCase: true);
        result.AddError(Language.Say($"{name} must be one of {Names<T>()}.", $"{name} deve ser um de {Names<T>()}."));
        return default;
    }
}
