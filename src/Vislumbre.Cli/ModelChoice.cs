using Spectre.Console;
using Vislumbre.Catalog;
using Vislumbre.Indexing;
using Vislumbre.Models;

namespace Vislumbre.Cli;

/// <summary>Finds the model that a command should use.</summary>
internal static class ModelChoice
{
    /// <summary>The model of the library at a place; null where there is no library, or one without a model.</summary>
    public static StoredModel? Of(string? library) => LibraryChoice.Find(library)?.Catalog.Model;

    /// <summary>Opens the model that was named, else the library's own, else the default; offers to fetch it where a person can answer.</summary>
    public static async Task<DualEncoderModel> OpenAsync(string? named, StoredModel? stored, CancellationToken cancellationToken)
    {
        var store = new ModelStore();
        try
        {
            return Open(store, named, stored);
        }
        catch (ModelNotInstalledException e) when (Terminal.CanAsk)
        {
            var size = e.Model.TotalBytes is { } bytes ? $" ({bytes / 1e6:N0} MB)" : "";
            if (!AnsiConsole.Confirm(Language.Say($"The model {e.Model.Name} is not here. Fetch it now{size}?", $"O modelo {e.Model.Name} não está aqui. Buscá-lo agora{size}?"))) throw;
            await ModelPull.RunAsync(store, e.Model, cancellationToken);
            return store.Open(e.Model.Name);
        }
    }

    private static DualEncoderModel Open(ModelStore store, string? named, StoredModel? stored)
    {
        if (named is not null) return store.Open(named);
        if (stored is null) return store.Open(KnownModels.Default.Name);
        return ModelReader.IsModel(stored.Folder) ? ModelReader.Open(stored.Folder, stored.Identity.Name) : store.Open(stored.Identity.Name);
    }
}
