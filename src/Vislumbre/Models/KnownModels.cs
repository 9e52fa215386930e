namespace Vislumbre.Models;

/// <summary>The catalogue: models that can be fetched by name, their commits and hashes pinned.</summary>
public static class KnownModels
{
    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<KnownModel> All { get; } =
    [
        new KnownModel
        {
            Name = "clip-vit-base-patch32",
            Summary = "OpenAI's CLIP ViT-B/32: the default; English",
            SummaryPortuguese = "CLIP ViT-B/32 da OpenAI: o padrão; inglês",
            Sources =
            [
                // The main branch has no safetensors; these commits of its conversion carry the same file, as does the third place.
                new ModelSource("openai/clip-vit-base-patch32", "b33cedfd0df4e43b8238760678fcc89e1a0d38b3"),
                new ModelSource("openai/clip-vit-base-patch32", "eaee4c876b93e66f7fac584b529025a96d71ad66"),
                new ModelSource("sentence-transformers/clip-ViT-B-32", "327ab6726d33c0e22f920c83f2ff9e4bd38ca37f", "0_CLIPModel/", "model.safetensors"),
            ],
            Files =
            [
                new ModelFile("config.json", 4_186, "b575ef3c36f2a057fa19e221650105052d61cc9c1a972ec15019c6261ec98770"),
                new ModelFile("preprocessor_config.json", null, "910e70b3956ac9879ebc90b22fb3bc8a75b6a0677814500101a4c072bd7857bd"),
                new ModelFile("tokenizer.json", 2_224_041, "b556ac8c99757ffb677208af34bc8c6721572114111a6e0aaf5fa69ff0b8d842"),
                new ModelFile("model.safetensors", 605_157_884, "99d28a652e6ec46629ab7047a0ac82c69b1fe11e0ce672c43af65d3a9a3fc05d"),
            ],
            Languages = "en",
            License = "MIT",
            Dimension = 512,
            TotalBytes = 607_386_000,
            RecallEnglish = 59.4,
            RecallPortuguese = 21.3,
        },
        new KnownModel
        {
            Name = "clip-vit-base-patch32-q8",
            Summary = "the same in 8 bits: a quarter of the download",
            SummaryPortuguese = "o mesmo em 8 bits: um quarto do download",
            Sources = [new ModelSource("Xenova/clip-vit-base-patch32", "d15189d7028b43f1d3e65039190477f6af591c2a")],
            Files =
            [
                new ModelFile("config.json"),
                new ModelFile("preprocessor_config.json"),
                new ModelFile("tokenizer.json"),
                new ModelFile("onnx/text_model_quantized.onnx", 64_504_507, "73baab855d406190da9faa498cfedf65f15cf309f4cc7385b7b032e6d08e5c3a"),
                new ModelFile("onnx/vision_model_quantized.onnx", 89_117_001, "583fd1110a514667812fee7d684952aaf82a99b959760c8d7dca7e0ab9839299"),
            ],
            Languages = "en",
            License = "MIT",
            Dimension = 512,
            TotalBytes = 155_850_000,
        },
        new KnownModel
        {
            Name = "siglip2-base-patch32-256",
            Summary = "SigLIP 2 ViT-B/32: many languages, Portuguese among them; light on the processor",
            SummaryPortuguese = "SigLIP 2 ViT-B/32: muitas línguas, entre elas o português; leve para o processador",
            Sources = [new ModelSource("immich-app/ViT-B-32-SigLIP2-256__webli", "762c736d366fc253e9453021144f9fe71789b075")],
            Files =
            [
                new ModelFile("config.json"),
                new ModelFile("visual/preprocess_cfg.json"),
                new ModelFile("textual/tokenizer.json", 34_362_885, "220c63d496e0c14e63eb656c91e0215e926202e4c74b1f089e09f1920d779b04"),
                new ModelFile("visual/model.onnx", 378_359_772, "e96b8a3d32ab1b683aa12c45312342b4a10d4befef5f195f5cf84eadf1938696"),
                new ModelFile("textual/model.onnx", 1_129_435_819, "ba6e09d2dbb3d7ac0f9e2935676db92dceebddfd06c1462b67019caa90eeea20"),
            ],
            Languages = "multi",
            License = "Apache-2.0",
            Dimension = 768,
            TotalBytes = 1_542_160_000,
            RecallEnglish = 73.2,
            RecallPortuguese = 74.8,
        },
        new KnownModel
        {
            Name = "siglip2-base-patch16-224",
            Summary = "SigLIP 2 ViT-B/16: many languages; the best of these for Portuguese",
            SummaryPortuguese = "SigLIP 2 ViT-B/16: muitas línguas; o melhor destes para o português",
            // No commit of this repository is known to us: the one that its branch is at when fetching begins is kept to, and the hashes
            // hold the large files to what was seen.
            Sources = [new ModelSource("immich-app/ViT-B-16-SigLIP2__webli", "main")],
            Files =
            [
                new ModelFile("config.json"),
                new ModelFile("visual/preprocess_cfg.json"),
                new ModelFile("textual/tokenizer.json", 34_362_885, "220c63d496e0c14e63eb656c91e0215e926202e4c74b1f089e09f1920d779b04"),
                new ModelFile("visual/model.onnx", null, "fee10c729875dd203d94f396ac3d664e301d39c977ef6d92e7f467a2a716f0b0"),
                new ModelFile("textual/model.onnx", null, "fc9991b415d7d0fac7ed540e875fd08a647c8a1abba99f12542531b004c4b68f"),
            ],
            Languages = "multi",
            License = "Apache-2.0",
            Dimension = 768,
            TotalBytes = 1_540_000_000,
            RecallEnglish = 75.2,
            RecallPortuguese = 77.5,
        },
        new KnownModel
        {
            Name = ShippedModel.Name,
            Summary = "ships with Vislumbre, for the demonstration: knows drawn scenes, not the world; English, Portuguese",
            SummaryPortuguese = "vem com o Vislumbre, para a demonstração: conhece cenas desenhadas, não o mundo; inglês, português",
            Caution = "mini knows drawn scenes, not the world: for photographs take another model (vislumbre model list).",
            CautionPortuguese = "mini conhece cenas desenhadas, não o mundo: para fotografias use outro modelo (vislumbre model list).",
            Languages = "en, pt",
            License = "MIT",
            Dimension = 128,
            TotalBytes = 4_300_000,
        },
    ];

    /// <summary>The one that is used where none is named.</summary>
    public static KnownModel Default => All[0];

    /// <summary>The one that is inside this package.</summary>
    public static KnownModel Shipped => Find(ShippedModel.Name);

    /// <summary>What whoever uses a model must know, in the user's language; null where there is nothing.</summary>
    public static string? CautionOf(ModelIdentity model) => All.FirstOrDefault(known => known.Name == model.Name) is { Caution: { } english } found
        ? Language.Say(english, found.CautionPortuguese!)
        : null;

    /// <summary>A model by name.</summary>
    /// <exception cref="ModelException">It is not in the catalogue; the names that are stand in the message.</exception>
    public static KnownModel Find(string name) => All.FirstOrDefault(model => model.Name == name) ?? throw new ModelException(Language.Say(
        $"The catalogue has no model \"{name}\"; it has {string.Join(", ", All.Select(model => model.Name))}.",
        $"O catálogo não tem o modelo \"{name}\"; ele tem {string.Join(", ", All.Select(model => model.Name))}."));
}
