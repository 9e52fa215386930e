using System.Globalization;
using StackExchange.Redis;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Redis;

/// <summary>
/// The address of an index in Redis: <c>redis://USER:PASSWORD@HOST:PORT,HOST:PORT/?OPTION=VALUE</c>, with one host or some of a cluster's;
/// <c>rediss://</c> for TLS.
/// </summary>
public sealed record RedisAddress
{
    private const int DefaultPort = 6379;
    private static readonly string[] Schemes = ["redis://", "rediss://"];

    private RedisAddress(ConfigurationOptions connection) => Connection = connection;

    /// <summary>The address without its password and its options, for messages.</summary>
    public required string Shown { get; init; }

    /// <summary>Over how many keys a new index is spread: option <c>shards</c>. An index that is there keeps its own number.</summary>
    public int Shards { get; private init; } = 12;

    /// <summary>How vectors are kept, <c>int8</c>, <c>none</c> or <c>bin</c>: option <c>quantization</c>. It holds for what is made anew.</summary>
    public VectorSetQuantization Quantization { get; private init; } = VectorSetQuantization.Int8;

    /// <summary>How many candidates a search of one key weighs: option <c>ef</c>; null for at least 200 (Garnet: 800) and four times what is asked of it, eight times with a condition.</summary>
    public int? Exploration { get; private init; }

    /// <summary>How long a search may take: option <c>deadline</c>, in milliseconds.</summary>
    public TimeSpan Deadline { get; private init; } = TimeSpan.FromSeconds(2);

    /// <summary>What the library's keys are called: option <c>name</c>; null for one that is made of the library's place and model.</summary>
    public string? Name { get; private init; }

    /// <summary>Whether an answer may leave out shards that do not answer in time: option <c>partial=true</c>.</summary>
    public bool AllowsPartial { get; private init; }

    /// <summary>Whether searches prefer replicas, which may be some milliseconds behind: option <c>replicas=true</c>. They are asked in any case where the primary is lost.</summary>
    public bool PrefersReplicas { get; private init; }

    internal ConfigurationOptions Connection { get; }

    /// <summary>Whether a place is such an address.</summary>
    public static bool Is(string? place) => place is not null && Array.Exists(Schemes, scheme => place.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads one.</summary>
    /// <exception cref="LibraryException">It is none; the message says what one looks like.</exception>
    public static RedisAddress Parse(string place)
    {
        if (!Is(place)) throw Malformed(null);
        var rest = place[(place.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var query = rest.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? rest[(mark + 1)..] : "";
        rest = rest.Split('?', 2)[0].TrimEnd('/');
        if (rest.Contains('/', StringComparison.Ordinal)) throw Malformed(null);
        var at = rest.LastIndexOf('@');
        var user = (at < 0 ? "" : rest[..at]).Split(':', 2);
        var connection = new ConfigurationOptions
        {
            // Lost servers are sought again for as long as the program runs; what is asked meanwhile fails at once, and is asked again until the deadline.
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,
            ReconnectRetryPolicy = new LinearRetry(500),
            ConnectTimeout = 3000,
            ConfigCheckSeconds = 5,
            ClientName = "vislumbre",
            Ssl = place.StartsWith(Schemes[1], StringComparison.OrdinalIgnoreCase),
        };
        if (user[0].Length > 0) connection.User = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) connection.Password = Uri.UnescapeDataString(user[1]);
        var hosts = rest[(at + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Host).ToArray();
        if (hosts.Length == 0) throw Malformed(null);
        foreach (var (host, port) in hosts) connection.EndPoints.Add(host, port);
        var address = new RedisAddress(connection)
        {
            Shown = $"{(connection.Ssl ? Schemes[1] : Schemes[0])}{(user[0].Length > 0 ? user[0] + "@" : "")}{string.Join(',', hosts.Select(one => $"{(one.Name.Contains(':', StringComparison.Ordinal) ? $"[{one.Name}]" : one.Name)}:{one.Port}"))}",
        };
        foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = option.Split('=', 2);
            address = With(address, Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "")) ?? throw Malformed(option.Contains('@', StringComparison.Ordinal) ? null : option);
        }

        // A search waits for its own deadline; what is written may take longer.
        connection.AsyncTimeout = connection.SyncTimeout = (int)Math.Max(address.Deadline.TotalMilliseconds, 15_000);
        return address;
    }

    // The address with an option; null where that is none.
    private static RedisAddress? With(RedisAddress address, string name, string value) => (name, value) switch
    {
        ("shards", _) when Number(value, 1, 4096) is { } shards => address with { Shards = shards },
        ("ef", _) when Number(value, 1, 1_000_000) is { } exploration => address with { Exploration = exploration },
        ("deadline", _) when Number(value, 1, 3_600_000) is { } deadline => address with { Deadline = TimeSpan.FromMilliseconds(deadline) },
        ("quantization", "int8") => address with { Quantization = VectorSetQuantization.Int8 },
        ("quantization", "none") => address with { Quantization = VectorSetQuantization.None },
        ("quantization", "bin") => address with { Quantization = VectorSetQuantization.Binary },
        ("partial", "true" or "false") => address with { AllowsPartial = value == "true" },
        ("replicas", "true" or "false") => address with { PrefersReplicas = value == "true" },
        // Braces and colons have a meaning in keys.
        ("name", _) when value.Length is > 0 and <= 100 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-') => address with { Name = value },
        _ => null,
    };

    private static int? Number(string value, int low, int high) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high ? number : null;

    // An address of IPv6 stands in brackets.
    private static (string Name, int Port) Host(string text)
    {
        var colon = text.LastIndexOf(':') is var last && last > text.LastIndexOf(']') ? last : -1;
        var name = (colon < 0 ? text : text[..colon]).TrimStart('[').TrimEnd(']');
        var port = colon < 0 ? DefaultPort : Number(text[(colon + 1)..], 1, 65535) ?? throw Malformed(text);
        return name.Length > 0 ? (name, port) : throw Malformed(text);
    }

    private static LibraryException Malformed(string? what) => new(LibraryFault.Unusable, Language.Say(
        $"That is no address of an index in Redis{(what is null ? "" : $" (“{what}”)")}: redis://USER:PASSWORD@HOST:PORT/ is meant, with more hosts after commas and the options shards, quantization (int8, none, bin), ef, deadline, name, partial and replicas.",
        $"Isso não é endereço de índice em Redis{(what is null ? "" : $" (“{what}”)")}: espera-se redis://USUARIO:SENHA@SERVIDOR:PORTA/, com mais servidores depois de vírgulas e as opções shards, quantization (int8, none, bin), ef, deadline, name, partial e replicas."));
}
