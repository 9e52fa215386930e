using System.Security.Cryptography;

namespace Vislumbre.Models;

/// <summary>
/// The small dual encoder that is inside this assembly: trained on drawn scenes, so that a demonstration and tests have real meaning
/// without a network. It knows those drawings, not the world.
/// </summary>
internal static class ShippedModel
{
    /// <summary>Its name.</summary>
    public const string Name = "mini";

    private const string Prefix = "mini/";
    private const string Weights = Prefix + "model.safetensors";
    private static readonly Lock Unpacking = new();

    private static readonly Lazy<string> Version = new(() =>
    {
        using var weights = typeof(ShippedModel).Assembly.GetManifestResourceStream(Weights)!;
        return Convert.ToHexStringLower(SHA256.HashData(weights))[..12];
    });

    /// <summary>Its folder, unpacked beside the other models' caches; another version gets another folder.</summary>
    public static string Folder
    {
        get
        {
            var folder = Path.Combine(ModelStore.CacheFolder, "shipped", $"{Name}-{Version.Value}");
            lock (Unpacking)
            {
                if (!ModelReader.IsModel(folder)) Unpack(folder);
            }

            return folder;
        }
    }

    /// <summary>Under another name first: half of a model must not look like one, to this process or to another that unpacks too.</summary>
    private static void Unpack(string folder)
    {
        var partial = $"{folder}.{Guid.NewGuid():N}.partial";
        Directory.CreateDirectory(partial);
        foreach (var name in typeof(ShippedModel).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var resource = typeof(ShippedModel).Assembly.GetManifestResourceStream(name)!;
            using var file = File.Create(Path.Combine(partial, name[Prefix.Length..]));
            resource.CopyTo(file);
        }

        try
        {
            Directory.Move(partial, folder);
        }
        catch (IOException) when (ModelReader.IsModel(folder))
        {
            Directory.Delete(partial, recursive: true);
        }
    }
}
