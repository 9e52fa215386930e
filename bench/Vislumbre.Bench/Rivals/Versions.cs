using System.Reflection;

namespace Vislumbre.Bench.Rivals;

/// <summary>The versions of libraries that were measured.</summary>
internal static class Versions
{
    /// <summary>The version of the package that a type came with.</summary>
    public static string Of(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";
}
