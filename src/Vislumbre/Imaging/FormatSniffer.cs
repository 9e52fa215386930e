using Text = System.Text.Encoding;

namespace Vislumbre.Imaging;

/// <summary>
/// Tells a picture's kind by its first bytes, never by its name: the kind chooses the decoder, so a file cannot talk its way
/// into one that opens other files (SVG, PDF, ImageMagick's script formats).
/// </summary>
internal static class FormatSniffer
{
    /// <summary>How many bytes are enough to tell.</summary>
    public const int Length = 512;

    /// <summary>Tells the kind.</summary>
    /// <exception cref="PhotoException">Empty, no picture, or a kind that is not read.</exception>
    public static PhotoFormat Sniff(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) throw PhotoException.Empty();
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return PhotoFormat.Jpeg;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])) return PhotoFormat.Png;
        if (head.StartsWith("RIFF"u8) && head.Length >= 12 && head[8..12].SequenceEqual("WEBP"u8)) return PhotoFormat.WebP;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)) return PhotoFormat.Gif;
        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8)) return PhotoFormat.Tiff;
        if (head.StartsWith("BM"u8) && head.Length >= 30) return PhotoFormat.Bmp;
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) && IsStillBrand(head)) return PhotoFormat.Heif;

        throw Refusal(head);
    }

    // HEIF's brands: the major one at 8, the compatible ones from 16 on; videos carry others.
    private static bool IsStillBrand(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<string> brands = ["heic", "heix", "heim", "heis", "mif1", "msf1", "avif", "avis", "hevc", "hevx"];
        var end = Math.Min(head.Length, 64);
        for (var at = 8; at + 4 <= end; at += at == 8 ? 8 : 4)
        {
            var brand = Text.ASCII.GetString(head.Slice(at, 4));
            if (brands.Contains(brand)) return true;
        }

        return false;
    }

    private static PhotoException Refusal(ReadOnlySpan<byte> head)
    {
        var text = Text.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<?xml", StringComparison.Ordinal))
        {
            return new PhotoException(PhotoFault.UnsafeKind, Language.Say(
                "SVG is not read: a drawing can refer to other files.",
                "SVG não é lido: um desenho pode apontar para outros arquivos."));
        }

        if (text.StartsWith("%PDF", StringComparison.Ordinal) || text.StartsWith("%!PS", StringComparison.Ordinal))
        {
            return new PhotoException(PhotoFault.UnsafeKind, Language.Say(
                "PDF and PostScript are not read: save the page as JPEG or PNG.",
                "PDF e PostScript não são lidos: salve a página como JPEG ou PNG."));
        }

        return new PhotoException(PhotoFault.NotAPicture, Language.Say(
            "Not a picture: the first bytes are of no kind that is read (JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC, AVIF).",
            "Não é uma imagem: os primeiros bytes não são de nenhum tipo lido (JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC, AVIF)."));
    }
}
