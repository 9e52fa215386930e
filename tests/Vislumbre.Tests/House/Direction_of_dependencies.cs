using System.Reflection;
using NetArchTest.Rules;

namespace Vislumbre.Tests.House;

/// <summary>A stage knows only the stages before it, and each foreign library has one room.</summary>
public sealed class Direction_of_dependencies
{
    private static readonly Assembly Core = typeof(VislumbreException).Assembly;

    // Each stage with those that it may know.
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Sources"] = [],
        ["Imaging"] = [],
        ["Models"] = ["Sources", "Imaging"],
        ["Encoding"] = ["Imaging", "Models"],
        ["Catalog"] = ["Sources", "Imaging", "Models"],
        ["Vectors"] = [],
        ["Evaluation"] = ["Sources", "Imaging", "Models", "Encoding", "Vectors", "Searching"],
        ["Indexing"] = ["Sources", "Imaging", "Models", "Encoding", "Catalog", "Vectors"],
        ["Features"] = ["Sources", "Imaging", "Models", "Encoding", "Catalog", "Vectors", "Indexing"],
        ["Mapping"] = ["Sources", "Imaging", "Models", "Encoding", "Catalog", "Vectors", "Indexing"],
        ["Searching"] = ["Sources", "Imaging", "Models", "Encoding", "Catalog", "Vectors", "Indexing"],
    };

    public static TheoryData<string> Stages() => [.. MayKnow.Keys];

    [Theory]
    [MemberData(nameof(Stages))]
    public void A_stage_knows_only_stages_before_it(string stage)
    {
        var forbidden = MayKnow.Keys.Where(other => other != stage && !MayKnow[stage].Contains(other)).Select(other => $"Vislumbre.{other}").ToArray();
        Hold(Types.InAssembly(Core).That().ResideInNamespace($"Vislumbre.{stage}").ShouldNot().HaveDependencyOnAny(forbidden));
    }

    [Fact]
    public void Every_folder_of_the_core_is_a_stage_that_is_named_here() =>
        Assert.Empty(Core.GetTypes().Where(type => type.Namespace?.StartsWith("Vislumbre.", StringComparison.Ordinal) == true)
            .Select(type => type.Namespace!.Split('.')[1]).Distinct().Except(MayKnow.Keys));

    [Theory]
    [InlineData("Microsoft.ML.OnnxRuntime", "Encoding")]
    [InlineData("NetVips", "Imaging")]
    [InlineData("StbImageSharp", "Imaging")]
    [InlineData("Microsoft.Data.Sqlite", "Catalog")]
    [InlineData("Dapper", "Catalog")]
    [InlineData("System.Net.Http", "Models", "Sources")]
    [InlineData("System.Net.Sockets", "Sources")]
    [InlineData("Google.Protobuf", "Models")]
    [InlineData("Parquet", "Features", "Sources")]
    public void A_library_is_used_in_its_room_alone(string library, params string[] rooms)
    {
        foreach (var stage in MayKnow.Keys.Except(rooms))
            Hold(Types.InAssembly(Core).That().ResideInNamespace($"Vislumbre.{stage}").ShouldNot().HaveDependencyOn(library));
        Assert.Contains(Types.InAssembly(Core).That().HaveDependencyOn(library).GetTypes(), type => rooms.Contains(type.Namespace!.Split('.')[1]));
    }

    [Fact]
    public void The_core_writes_nothing_to_the_console() =>
        Hold(Types.InAssembly(Core).ShouldNot().HaveDependencyOnAny("System.Console", "Microsoft.AspNetCore"));

    [Fact]
    public void The_page_does_not_know_the_command_and_the_core_knows_neither()
    {
        Assert.DoesNotContain("Vislumbre.Cli", Names(typeof(Vislumbre.Web.WebServer).Assembly));
        Assert.DoesNotContain(Names(Core), name => name.StartsWith("Vislumbre", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static void Hold(ConditionList rule)
    {
        var result = rule.GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
