using Npgsql;
using Vislumbre.Catalog;

namespace Vislumbre.Engines.Postgres;

/// <summary>The address of a library in PostgreSQL: <c>postgres://USER:PASSWORD@HOST:PORT/DATABASE?OPTION=VALUE</c>.</summary>
/// <param name="ConnectionString">What Npgsql takes.</param>
/// <param name="Shown">The address without its password and its options, for messages.</param>
public sealed record PostgresAddress(string ConnectionString, string Shown)
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Whether a library's place is such an address.</summary>
    public static bool Is(string? place) => place is not null && Array.Exists(Schemes, scheme => place.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads one. Options are those of Npgsql, such as <c>sslmode=require</c>.</summary>
    /// <exception cref="LibraryException">It is none; the message says what one looks like.</exception>
    public static PostgresAddress Parse(string place)
    {
        try
        {
            var address = new Uri(place);
            var builder = new NpgsqlConnectionStringBuilder { Host = address.IdnHost, Port = address.Port > 0 ? address.Port : 5432, ApplicationName = "vislumbre", Timeout = 10 };
            var user = address.UserInfo.Split(':', 2);
            if (user[0].Length > 0) builder.Username = Uri.UnescapeDataString(user[0]);
            if (user.Length > 1) builder.Password = Uri.UnescapeDataString(user[1]);
            var database = Uri.UnescapeDataString(address.AbsolutePath.Trim('/'));
            if (database.Length == 0 || builder.Host.Length == 0) throw Malformed(null);
            builder.Database = database;
            foreach (var option in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var pair = option.Split('=', 2);
                builder[Uri.UnescapeDataString(pair[0])] = Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "");
            }

            return new PostgresAddress(builder.ToString(), $"postgres://{(user[0].Length > 0 ? user[0] + "@" : "")}{builder.Host}:{builder.Port}/{database}");
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException)
        {
            throw Malformed(e);
        }
    }

    private static LibraryException Malformed(Exception? cause) => new(LibraryFault.Unusable, Language.Say(
        $"That is no address of a PostgreSQL library: postgres://USER:PASSWORD@HOST:PORT/DATABASE is meant.{(cause is null ? "" : $" {cause.Message}")}",
        $"Isso não é endereço de biblioteca em PostgreSQL: espera-se postgres://USUARIO:SENHA@SERVIDOR:PORTA/BANCO.{(cause is null ? "" : $" {cause.Message}")}"), cause);
}
