using System.Text.Json;
using Vislumbre.Imaging;

namespace Vislumbre.Models;

/// <summary>
/// Reads how a model wants its pictures, from <c>preprocessor_config.json</c> (Hugging Face) or <c>preprocess_cfg.json</c>
/// (open_clip).
/// </summary>
internal static class PreprocessingReader
{
    /// <summary>Reads the recipe; what is left out is as in CLIP.</summary>
    public static PreprocessingRecipe Read(string folder, int inputEdge)
    {
        var standard = PreprocessingRecipe.Clip(inputEdge);
        foreach (var place in (string[])["preprocessor_config.json", "visual/preprocess_cfg.json", "preprocess_cfg.json"])
        {
            var file = Path.Combine(folder, place);
            if (!File.Exists(file)) continue;
            try
            {
                return Read(file, inputEdge, standard);
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException)
            {
                throw new ModelException(Language.Say($"{file} is not a preprocessing record: {e.Message}", $"{file} não é um registro de pré-processamento: {e.Message}"), e);
            }
        }

        return standard;
    }

    private static PreprocessingRecipe Read(string file, int inputEdge, PreprocessingRecipe standard)
    {
        using var document = JsonFile.Read(file);
        var root = document.RootElement;
        var edge = Edge(root, "crop_size") ?? Edge(root, "size") ?? inputEdge;
        if (edge != inputEdge)
        {
            throw new ModelException(Language.Say(
                $"{file}: pictures of {edge} px; the image tower takes {inputEdge} px.",
                $"{file}: imagens de {edge} px; a torre de imagem recebe {inputEdge} px."));
        }

        return standard with
        {
            ResizeEdge = Edge(root, "size") ?? inputEdge,
            Mode = IsSquash(root) ? ResizeMode.Squash : ResizeMode.ShorterEdge,
            Resampling = Filter(root, file),
            Mean = Triple(root, "image_mean") ?? Triple(root, "mean") ?? standard.Mean,
            StandardDeviation = Triple(root, "image_std") ?? Triple(root, "std") ?? standard.StandardDeviation,
        };
    }

    // 224, [224, 224], {"shortest_edge": 224} and {"height": 224, "width": 224} are all in use.
    private static int? Edge(JsonElement root, string name)
    {
        if (root.Number(name) is { } number) return number;
        if (!root.TryGetProperty(name, out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.Object => value.Number("shortest_edge") ?? value.Number("height"),
            JsonValueKind.Array when value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Number => value[0].GetInt32(),
            _ => null,
        };
    }

    private static bool IsSquash(JsonElement root)
    {
        if (root.Text("resize_mode") is { } mode) return mode == "squash";
        // Without a crop, a size of height and width means both edges at once.
        var crops = root.Flag("do_center_crop") ?? root.TryGetProperty("crop_size", out _);
        return !crops && root.Child("size").Number("height") is not null;
    }

    private static Resampling Filter(JsonElement root, string file) => (root.Number("resample"), root.Text("interpolation")) switch
    {
        (3, _) or (_, "bicubic") or (null, null) => Resampling.Bicubic,
        (2, _) or (_, "bilinear") => Resampling.Bilinear,
        var (number, word) => throw new ModelException(Language.Say(
            $"{file}: resampling {word ?? number?.ToString(System.Globalization.CultureInfo.InvariantCulture)} is not known; known are bicubic (3) and bilinear (2).",
            $"{file}: a reamostragem {word ?? number?.ToString(System.Globalization.CultureInfo.InvariantCulture)} não é conhecida; conhecidas são bicubic (3) e bilinear (2).")),
    };

    private static float[]? Triple(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 3) return null;
        return [.. value.EnumerateArray().Select(number => number.GetSingle())];
    }
}
