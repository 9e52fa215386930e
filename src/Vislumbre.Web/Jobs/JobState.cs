using Vislumbre.Indexing;

namespace Vislumbre.Web.Jobs;

/// <summary>A run of indexing at one moment.</summary>
/// <param name="Id">Its number since the server began.</param>
/// <param name="Paths">What it indexes.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="Total">Photos that are new or changed.</param>
/// <param name="Done">Of those, how many are in.</param>
/// <param name="Rate">Photos a second.</param>
/// <param name="SecondsLeft">How long it will take yet; null where that is not known.</param>
/// <param name="Failed">Photos that could not be read, and why: the first hundred.</param>
/// <param name="Message">What it did, or why it could not go on.</param>
public sealed record JobState(int Id, IReadOnlyList<string> Paths, JobStage Stage, int Total, int Done, double Rate, double? SecondsLeft, IReadOnlyList<FailedPhoto> Failed, string? Message)
{
    /// <summary>Whether it goes on.</summary>
    public bool IsRunning => Stage is JobStage.Looking or JobStage.Encoding or JobStage.Pictures or JobStage.Tidying;
}
