namespace Vislumbre.Testing.Unsplash;

/// <summary>Spoils a good row and writes it.</summary>
internal static class BadRowWriter
{
    private static readonly BadRowKind[] InPhotos = [BadRowKind.TooFewFields, BadRowKind.NoPhotoId, BadRowKind.PhotoIdWithSlashes, BadRowKind.NoAddress];
    private static readonly BadRowKind[] Elsewhere = [BadRowKind.TooFewFields, BadRowKind.NoPhotoId, BadRowKind.PhotoIdWithSlashes, BadRowKind.UnknownPhoto];

    /// <summary>Writes a row that is wrong in one way; nothing in it collides with a photo of the release.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="good">A good row of the same table, which is left as it is.</param>
    /// <param name="number">The kinds take turns by this.</param>
    public static BadRow Write(TableWriter writer, string[] good, int number)
    {
        var photos = writer.Table == ReleaseColumns.Photos;
        var kind = (photos ? InPhotos : Elsewhere)[number % 4];
        var row = (string[])good.Clone();
        // Twelve characters: no photo of the release is called so.
        row[ReleaseColumns.PhotoId(writer.Table)] = kind switch
        {
            BadRowKind.NoPhotoId => "",
            BadRowKind.PhotoIdWithSlashes => "../../evil",
            _ => $"bad-{number:00000000}",
        };
        if (photos)
            row[ReleaseColumns.OwnDescription] = "";
        if (kind == BadRowKind.NoAddress)
            row[ReleaseColumns.ImageAddress] = "not an address";
        var bad = new BadRow(writer.File, writer.Line, writer.Record, kind);
        writer.Write(row, kind == BadRowKind.TooFewFields ? 2 : int.MaxValue);
        return bad;
    }
}
