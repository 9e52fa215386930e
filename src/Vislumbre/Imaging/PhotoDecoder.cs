using NetVips;

namespace Vislumbre.Imaging;

/// <summary>
/// Decodes pictures by libvips, one known loader a kind: upright (EXIF orientation), in sRGB, alpha on white, 8 bits.
/// </summary>
internal static class PhotoDecoder
{
    private static readonly ReaderWriterLockSlim Gate = new();

    static PhotoDecoder()
    {
        // Loaders that libvips itself calls untrusted (ImageMagick, PDF, SVG, …) are off for the whole process.
        NetVips.NetVips.BlockUntrusted = true;
        // Photos are decoded side by side, a thread each; threads inside a picture would only compete.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        // What libvips warns of comes back as an exception; its own lines would tear a progress bar.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, (_, _, _) => { });
    }

    /// <summary>The version of libvips, which loads it.</summary>
    public static string NativeVersion => $"{NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}";

    /// <summary>Opens a picture, uses it and closes it.</summary>
    /// <param name="source">Its bytes.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="neededEdge">
    /// The shorter edge that is needed. A JPEG is decoded at 1/2, 1/4 or 1/8 while its shorter edge stays at this or above;
    /// 0 means never.
    /// </param>
    /// <param name="use">What is done with it.</param>
    /// <param name="raw">Whether the pixels are left as the file has them: neither turned nor in sRGB.</param>
    /// <exception cref="PhotoException">It cannot be read; the fault says why.</exception>
    public static T Use<T>(PhotoSource source, DecodeLimits limits, int neededEdge, Func<DecodedPhoto, T> use, bool raw = false)
    {
        try
        {
            Gate.EnterReadLock();
            try
            {
                // A warning is an error, since most mean that pixels are invented.
                using var photo = Open(source, limits, neededEdge, raw, Enums.FailOn.Warning);
                return use(photo);
            }
            catch (VipsException)
            {
                // The words of this one may be another thread's.
            }
            finally
            {
                Gate.ExitReadLock();
            }

            return UseAlone(source, limits, neededEdge, use, raw);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PhotoException(PhotoFault.Unreadable, Language.Say($"The file cannot be read: {e.Message}", $"O arquivo não pode ser lido: {e.Message}"), e);
        }
    }

    // libvips collects its words in one buffer for all threads: to judge by them, nobody else may be decoding.
    private static T UseAlone<T>(PhotoSource source, DecodeLimits limits, int neededEdge, Func<DecodedPhoto, T> use, bool raw)
    {
        Gate.EnterWriteLock();
        try
        {
            _ = new VipsException(""); // takes what others left there
            try
            {
                using var photo = Open(source, limits, neededEdge, raw, Enums.FailOn.Warning);
                return use(photo);
            }
            catch (VipsException e) when (IsHarmless(e))
            {
                // Some cameras write bytes between segments that every viewer skips.
                using var photo = Open(source, limits, neededEdge, raw, Enums.FailOn.Truncated);
                return use(photo);
            }
        }
        catch (VipsException e)
        {
            throw Explain(e);
        }
        finally
        {
            Gate.ExitWriteLock();
        }
    }

    private static DecodedPhoto Open(PhotoSource source, DecodeLimits limits, int neededEdge, bool raw, Enums.FailOn failOn)
    {
        if (source.Length > limits.MaximumBytes)
            throw TooLarge($"{source.Length:N0} bytes", $"{limits.MaximumBytes:N0} bytes");

        var format = FormatSniffer.Sniff(source.ReadHead(FormatSniffer.Length));
        var image = format == PhotoFormat.Bmp ? Bitmap.Load(source, limits) : Load(source, format, 1, failOn);
        try
        {
            CheckSize(image.Width, image.Height, limits);
            var turned = Orientation(image) >= 5;
            var facts = turned ? new PhotoFacts(format, image.Height, image.Width) : new PhotoFacts(format, image.Width, image.Height);
            var shrink = format == PhotoFormat.Jpeg ? ShrinkFor(Math.Min(image.Width, image.Height), neededEdge) : 1;
            if (shrink > 1) image = Replace(image, Load(source, format, shrink, failOn));
            if (raw) return new DecodedPhoto(image, facts);
            if (Orientation(image) > 1 && (long)image.Width * image.Height > limits.MaximumTurnedPixels)
                throw TooLarge($"{image.Width:N0} × {image.Height:N0}", Language.Say($"{limits.MaximumTurnedPixels:N0} pixels for one that must be turned", $"{limits.MaximumTurnedPixels:N0} pixels para uma que precisa ser girada"));
            return new DecodedPhoto(Upright(ToRgb(image)), facts);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static Image Load(PhotoSource source, PhotoFormat format, int shrink, Enums.FailOn failOn)
    {
        using var bytes = source.OpenVips(); // the image keeps it alive
        const Enums.Access Access = Enums.Access.Sequential;
        return format switch
        {
            PhotoFormat.Jpeg => Image.JpegloadSource(bytes, shrink: shrink, access: Access, failOn: failOn),
            PhotoFormat.Png => Image.PngloadSource(bytes, access: Access, failOn: failOn),
            PhotoFormat.WebP => Image.WebploadSource(bytes, access: Access, failOn: failOn),
            PhotoFormat.Gif => Image.GifloadSource(bytes, access: Access, failOn: failOn),
            PhotoFormat.Tiff => Image.TiffloadSource(bytes, access: Access, failOn: failOn),
            _ => Image.HeifloadSource(bytes, access: Access, failOn: failOn),
        };
    }

    private static int ShrinkFor(int shorterEdge, int neededEdge)
    {
        if (neededEdge <= 0) return 1;
        var shrink = 1;
        while (shrink < 8 && shorterEdge / (shrink * 2) >= neededEdge) shrink *= 2;
        return shrink;
    }

    private static Image ToRgb(Image image)
    {
        if (image.Interpretation == Enums.Interpretation.Cmyk && !image.Contains("icc-profile-data"))
            image = Replace(image, CmykToRgb(image));
        else if (HasForeignProfile(image))
            image = Replace(image, FromProfile(image));

        if (image.Interpretation != Enums.Interpretation.Srgb) image = Replace(image, image.Colourspace(Enums.Interpretation.Srgb));
        if (image.HasAlpha()) image = Replace(image, image.Flatten(background: [255.0, 255.0, 255.0]));
        if (image.Bands > 3) image = Replace(image, image.ExtractBand(0, n: 3));
        if (image.Format != Enums.BandFormat.Uchar) image = Replace(image, image.Cast(Enums.BandFormat.Uchar));
        return image;
    }

    // Without a profile nobody knows the inks; the plain product of white and key is what viewers and Pillow show.
    private static Image CmykToRgb(Image cmyk)
    {
        using var inverted = cmyk.Invert();
        using var colour = inverted.ExtractBand(0, n: 3);
        using var key = inverted.ExtractBand(3);
        using var product = colour * key;
        using var scaled = product.Linear([1 / 255.0], [0.5]);
        using var bytes = scaled.Cast(Enums.BandFormat.Uchar);
        return bytes.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image FromProfile(Image image)
    {
        try
        {
            return image.IccTransform("srgb", embedded: true, intent: Enums.Intent.Relative, depth: 8);
        }
        catch (VipsException)
        {
            // A broken profile says nothing of the pixels: show them as they are.
            return image.Copy();
        }
    }

    // Converting sRGB to sRGB only rounds: the profile's own description tells. A grey profile is left alone, as the models'
    // own training did: it only bends the tones a little.
    private static bool HasForeignProfile(Image image)
    {
        if (!image.Contains("icc-profile-data")) return false;
        var profile = ((byte[])image.Get("icc-profile-data")).AsSpan();
        var isGrey = profile.Length > 20 && profile[16..20].SequenceEqual("GRAY"u8);
        return !isGrey && profile.IndexOf("sRGB"u8) < 0 && profile.IndexOf("s\0R\0G\0B\0"u8) < 0;
    }

    private static int Orientation(Image image) =>
        image.Contains("orientation") && image.Get("orientation") is int value ? value : 1;

    private static Image Upright(Image image)
    {
        if (Orientation(image) is < 2 or > 8) return image;
        // Turning reads pixels in another order than the decoder gives them.
        image = Replace(image, image.CopyMemory());
        return Replace(image, image.Autorot());
    }

    private static Image Replace(Image old, Image replacement)
    {
        old.Dispose();
        return replacement;
    }

    internal static void CheckSize(long width, long height, DecodeLimits limits)
    {
        if (width <= 0 || height <= 0)
            throw Damaged(null);
        if (width > limits.MaximumEdge || height > limits.MaximumEdge || width * height > limits.MaximumPixels)
            throw TooLarge($"{width:N0} × {height:N0}", $"{limits.MaximumPixels:N0} pixels, {limits.MaximumEdge:N0} an edge");
    }

    internal static PhotoException Truncated(Exception? cause) => new(PhotoFault.Truncated, Language.Say(
        "The file ends before the picture does: copy it again from where it came from.",
        "O arquivo termina antes da imagem: copie-o de novo de onde veio."), cause);

    internal static PhotoException Damaged(Exception? cause) => new(PhotoFault.Damaged, Language.Say(
        $"The picture is damaged{Detail(cause)}.", $"A imagem está danificada{Detail(cause)}."), cause);

    private static PhotoException TooLarge(string size, string limit) => new(PhotoFault.TooLarge, Language.Say(
        $"The picture is too large: {size}; the limit is {limit}.", $"A imagem é grande demais: {size}; o limite é {limit}."));

    private static bool IsHarmless(VipsException e) =>
        e.Message.Contains("extraneous bytes before marker", StringComparison.Ordinal)
        || e.Message.Contains("unknown JFIF revision", StringComparison.OrdinalIgnoreCase)
        || e.Message.Contains("Unknown Adobe color transform", StringComparison.OrdinalIgnoreCase);

    // Makes libvips' words a reason that a person can use.
    private static PhotoException Explain(VipsException e)
    {
        var said = e.Message;
        if (said.Contains("Corrupt JPEG data", StringComparison.Ordinal)) return Damaged(e);
        if (said.Contains("premature end", StringComparison.OrdinalIgnoreCase) || said.Contains("truncat", StringComparison.OrdinalIgnoreCase)
            || said.Contains("end of file", StringComparison.OrdinalIgnoreCase) || said.Contains("insufficient data", StringComparison.OrdinalIgnoreCase)
            || said.Contains("out of order read", StringComparison.OrdinalIgnoreCase) || said.Contains("not enough data", StringComparison.OrdinalIgnoreCase))
        {
            return Truncated(e);
        }

        if (said.Contains("no known saver", StringComparison.Ordinal) || said.Contains("class \"", StringComparison.Ordinal)
            || said.Contains("Unsupported codec", StringComparison.OrdinalIgnoreCase) || said.Contains("No decoding plugin", StringComparison.OrdinalIgnoreCase))
        {
            return new PhotoException(PhotoFault.UnsupportedKind, Language.Say(
                "This build's decoder lacks this kind of picture: save it as JPEG or PNG.",
                "O decodificador desta versão não tem este tipo de imagem: salve-a como JPEG ou PNG."), e);
        }

        return Damaged(e);
    }

    private static string Detail(Exception? cause)
    {
        var line = cause?.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(text => text.Contains(':', StringComparison.Ordinal));
        return line is null ? "" : $" ({line.TrimEnd('.')})";
    }
}
