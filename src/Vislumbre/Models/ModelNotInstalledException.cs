namespace Vislumbre.Models;

/// <summary>A model of the catalogue is wanted that has not been fetched yet.</summary>
public sealed class ModelNotInstalledException : VislumbreException
{
    /// <summary>Makes one for a model.</summary>
    public ModelNotInstalledException(KnownModel model) : base(Language.Say(
        $"The model {model.Name} is not installed. Fetch it: vislumbre model pull {model.Name}",
        $"O modelo {model.Name} não está instalado. Busque-o: vislumbre model pull {model.Name}")) => Model = model;

    /// <summary>Which one.</summary>
    public KnownModel Model { get; }
}
