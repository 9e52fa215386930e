using System.Globalization;
using Vislumbre.Catalog;
using Vislumbre.Imaging;

namespace Vislumbre.Cli;

/// <summary>Shows a photo's record: its file and state, and all that its source says of it.</summary>
internal static class PhotoDisplay
{
    private const int MaximumKeywords = 20;

    public static void Write(PhotoCatalog catalog, (PhotoRecord? Photo, PhotoDetails? Details) found, bool json)
    {
        var (photo, details) = found;
        if (json) WriteJson(catalog, photo, details);
        else ModelDisplay.WriteGrid([.. OfFile(photo), .. OfDownload(details, photo), .. OfLook(photo is null ? null : catalog.Looks.Find(photo.Id)), .. OfDetails(catalog, details)]);
    }

    private static void WriteJson(PhotoCatalog catalog, PhotoRecord? photo, PhotoDetails? details) => Terminal.WriteJson(new
    {
        photo?.Id,
        photo?.Path,
        photo?.Status,
        photo?.Reason,
        photo?.Format,
        photo?.Width,
        photo?.Height,
        photo?.Bytes,
        photo?.Sha256,
        photo?.Modified,
        photo?.Handled,
        Look = photo is null ? null : catalog.Looks.Find(photo.Id),
        Details = details,
        Keywords = details is null ? null : catalog.Details.Keywords(details.Id),
        Colours = details is null ? null : catalog.Details.Colours(details.Id),
        Collections = details is null ? null : catalog.Details.Collections(details.Id),
        Searches = details is null ? null : catalog.Details.Conversions(details.Id).Select(taken => new { taken.Words, taken.Count }),
    });

    private static IEnumerable<(string, string)> OfFile(PhotoRecord? photo)
    {
        if (photo is null) yield break;
        yield return ("ID", photo.Id.ToString(CultureInfo.InvariantCulture));
        yield return (photo.IsRemote ? Language.Say("Address", "Endereço") : Language.Say("File", "Arquivo"), Terminal.OneLine(photo.Path));
        yield return (Language.Say("State", "Estado"), photo.Status switch
        {
            PhotoStatus.Indexed when photo.IsRemote => Language.Say("indexed; no file here", "indexada; sem arquivo aqui"),
            PhotoStatus.Indexed => Language.Say("indexed", "indexada"),
            PhotoStatus.Missing => Language.Say("missing: the file is gone", "ausente: o arquivo sumiu"),
            _ => Language.Say($"failed: {photo.Reason}", $"falhou: {photo.Reason}"),
        });
        if (!photo.IsRemote)
        {
            yield return (Language.Say("Picture", "Imagem"), photo.Width is null ? "–" : $"{photo.Format}, {photo.Width} × {photo.Height}");
            yield return (Language.Say("Size", "Tamanho"), $"{photo.Bytes:N0} bytes");
            yield return (Language.Say("Changed", "Modificado"), Moment(photo.Modified.ToLocalTime()));
        }

        yield return (Language.Say("Indexed", "Indexado"), Moment(photo.Handled.ToLocalTime()));
        if (photo.Sha256 is not null) yield return ("SHA-256", photo.Sha256);
    }

    private static IEnumerable<(string, string)> OfDownload(PhotoDetails? details, PhotoRecord? photo)
    {
        if (details is null || photo is not null) yield break;
        yield return (Language.Say("State", "Estado"), details.State switch
        {
            DownloadState.Here => Language.Say($"fetched to {details.File}, not indexed", $"buscada em {details.File}, não indexada"),
            DownloadState.Gone => Language.Say($"gone: {details.StateReason}", $"não existe mais: {details.StateReason}"),
            DownloadState.Failed => Language.Say($"not fetched: {details.StateReason}", $"não buscada: {details.StateReason}"),
            _ => Language.Say("not fetched yet", "ainda não buscada"),
        });
    }

    private static IEnumerable<(string, string)> OfLook(PhotoLook? look)
    {
        if (look is null) return [];
        var said = look.Metadata;
        (string, string?)[] all =
        [
            (Language.Say("Taken", "Tirada"), said.TakenMs is { } taken ? Moment(DateTime.UnixEpoch.AddMilliseconds(taken)) : null),
            (Language.Say("The file says", "O arquivo diz"), said.Description),
            (Language.Say("Its keywords", "Suas palavras"), string.Join(", ", said.Keywords.Take(MaximumKeywords))),
            (Language.Say("Its author", "Seu autor"), said.Photographer),
            (Language.Say("Its camera", "Sua câmera"), Join(said.CameraMake, said.CameraModel, said.Lens)),
            (Language.Say("Its exposure", "Sua exposição"), Exposure(said.ExposureTime, said.Aperture, said.Iso, said.FocalLength)),
            (Language.Say("Its place", "Seu lugar"), Coordinates(said.Latitude, said.Longitude)),
            (Language.Say("Main colours", "Cores principais"), string.Join(", ", look.Colours.Select(Colour))),
        ];
        return all.Where(pair => !string.IsNullOrWhiteSpace(pair.Item2)).Select(pair => (pair.Item1, Terminal.OneLine(pair.Item2!)));
    }

    private static string Colour(MainColour colour)
    {
        var (red, green, blue) = OkLab.ToSrgb(colour.L, colour.A, colour.B);
        return $"#{red:x2}{green:x2}{blue:x2} {100 * colour.Coverage:0}%";
    }

    private static string Exposure(string? time, double? aperture, long? iso, double? focal) =>
        Join(time is null ? null : $"{time} s", aperture is null ? null : $"f/{aperture:0.#}", iso is null ? null : $"ISO {iso}", focal is null ? null : $"{focal:0.#} mm");

    private static IEnumerable<(string, string)> OfDetails(PhotoCatalog catalog, PhotoDetails? details)
    {
        if (details is null) return [];
        var keywords = catalog.Details.Keywords(details.Id);
        var words = string.Join(", ", keywords.Take(MaximumKeywords).Select(Keyword)) + (keywords.Count > MaximumKeywords ? $", … ({keywords.Count:N0})" : "");
        (string, string?)[] all =
        [
            (Language.Say("Source", "Fonte"), $"{details.Source} {details.Key}"),
            (Language.Say("Credit", "Crédito"), details.Attribution?.Sentence),
            (Language.Say("Page", "Página"), details.Attribution?.PhotoAddress ?? details.PageAddress),
            (Language.Say("Photographer", "Fotógrafo"), details.Attribution?.PhotographerAddress ?? details.Photographer),
            (Language.Say("Image", "Imagem"), details.ImageAddress),
            (Language.Say("Description", "Descrição"), details.Description),
            (Language.Say("A machine says", "Uma máquina diz"), details.AiDescription),
            (Language.Say("Keywords", "Palavras-chave"), words),
            (Language.Say("Colours", "Cores"), string.Join(", ", catalog.Details.Colours(details.Id).Select(colour => $"{colour.Word} #{colour.Hex}"))),
            (Language.Say("Collections", "Coleções"), string.Join(", ", catalog.Details.Collections(details.Id))),
            (Language.Say("Found by", "Achada por"), string.Join(", ", catalog.Details.Conversions(details.Id).Select(taken => $"{taken.Words} ({taken.Count:N0})"))),
            (Language.Say("Submitted", "Enviada"), details.Submitted is { } submitted ? Moment(submitted.LocalDateTime) : null),
            (Language.Say("Place", "Lugar"), Join(details.Location, details.City, details.Country, Coordinates(details.Latitude, details.Longitude))),
            (Language.Say("Landmark", "Marco"), Join(details.Landmark, Coordinates(details.LandmarkLatitude, details.LandmarkLongitude), details.LandmarkConfidence is { } sure ? $"{sure:0}%" : null)),
            (Language.Say("Camera", "Câmera"), Join(details.CameraMake, details.CameraModel)),
            (Language.Say("Exposure", "Exposição"), Exposure(details.ExposureTime, details.Aperture, details.Iso, details.FocalLength)),
            (Language.Say("Original", "Original"), details.Width is null ? null : $"{details.Width} × {details.Height}"),
            (Language.Say("Featured", "Destaque"), details.Featured is { } featured ? featured ? Language.Say("yes", "sim") : Language.Say("no", "não") : null),
            (Language.Say("Seen", "Vista"), details.Views is { } views ? Language.Say($"{views:N0} times, downloaded {details.Downloads:N0} times", $"{views:N0} vezes, baixada {details.Downloads:N0} vezes") : null),
            ("BlurHash", details.BlurHash),
            (Language.Say("Also", "Também"), details.Rest),
        ];
        return all.Where(pair => !string.IsNullOrWhiteSpace(pair.Item2)).Select(pair => (pair.Item1, Terminal.OneLine(pair.Item2!)));
    }

    private static string Keyword(PhotoKeyword keyword) =>
        Math.Max(keyword.Confidence1 ?? 0, keyword.Confidence2 ?? 0) is > 0 and var sure ? $"{keyword.Word} {sure:0}%" : keyword.Word;

    private static string Join(params string?[] parts) => string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Distinct());

    private static string? Coordinates(double? latitude, double? longitude) =>
        latitude is { } north && longitude is { } east ? string.Create(CultureInfo.InvariantCulture, $"{north:0.#####} {east:0.#####}") : null;

    private static string Moment(DateTime time) => time.ToString("g", CultureInfo.CurrentCulture);
}
