using System.Data.Common;

namespace Vislumbre.Catalog;

/// <summary>The values of a command that is run many times.</summary>
internal static class Parameters
{
    /// <summary>Adds a parameter to a command.</summary>
    public static DbParameter Add(this DbCommand command, string name, object? value = null)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
        return parameter;
    }

    /// <summary>A text as every database of ours takes it: PostgreSQL's hold no NUL.</summary>
    public static string Plain(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    /// <summary>A value as every database of ours takes it.</summary>
    public static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        string text => Plain(text),
        _ => value,
    };
}
