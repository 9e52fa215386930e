using Vislumbre.Encoding;
using Vislumbre.Sources;

namespace Vislumbre.Training.Data;

/// <summary>Makes captions from the names of classes: the sentences that evaluation asks with, in English and, where a name is given, in Portuguese.</summary>
internal sealed class ClassCaptions
{
    private readonly IReadOnlyDictionary<string, string> _english = new Dictionary<string, string>(), _portuguese = new Dictionary<string, string>();

    public ClassCaptions(string? names)
    {
        if (names is null) return;
        _english = ClassNames.Read(names, "en");
        _portuguese = ClassNames.Read(names, "pt");
    }

    /// <summary>The captions of a class's photos.</summary>
    /// <param name="folder">The name of the class's folder.</param>
    public IEnumerable<string> Of(string folder)
    {
        var english = _english.GetValueOrDefault(folder) ?? ClassNames.OfFolder(folder);
        var captions = PromptTemplates.English.Select(template => PromptTemplates.Say(template, english));
        return _portuguese.GetValueOrDefault(folder) is { } portuguese ? captions.Concat(PromptTemplates.Portuguese.Select(template => PromptTemplates.Say(template, portuguese))) : captions;
    }
}
