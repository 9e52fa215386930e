namespace Vislumbre.Cli;

/// <summary>What the command ends with; scripts rely on these (docs/command.md).</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Library = 3;
    public const int Model = 4;
    public const int SomePhotosFailed = 5;
    public const int Picture = 6;
    public const int Stopped = 130;
}
