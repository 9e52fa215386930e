using System.Data.Common;
using Dapper;
using Vislumbre.Imaging;

namespace Vislumbre.Catalog;

/// <summary>The rows of photos' looks, within a change of the catalog.</summary>
internal static class LookTables
{
    /// <summary>The columns of what the file says, in plain values.</summary>
    public const string Said = "taken_ms, camera_make, camera_model, lens, iso, aperture, focal_length, exposure_time, latitude, longitude, location, city, country, description, photographer";

    // The row that a content was found at may have got another file in this very change: then the copy is looked at by itself.
    private const string Same = "(SELECT sha256 FROM photos WHERE id = @from) = (SELECT sha256 FROM photos WHERE id = @to)";

    private const string Columns = $"{Said}, keywords, perceptual_hash";

    /// <summary>Saves a photo's look in place of what there was, and what it can be found by in words.</summary>
    public static void Save(CatalogDatabase database, DbConnection connection, DbTransaction transaction, long id, string path, PhotoLook? look)
    {
        Forget(connection, transaction, id);
        if (look is not null)
        {
            var said = look.Metadata;
            connection.Execute(
                $"INSERT INTO looks (photo_id, {Columns}) VALUES (@id, @TakenMs, @CameraMake, @CameraModel, @Lens, @Iso, @Aperture, @FocalLength, @ExposureTime, @Latitude, @Longitude, @Location, @City, @Country, @Description, @Photographer, @keywords, @hash)",
                new
                {
                    id,
                    said.TakenMs,
                    said.CameraMake,
                    said.CameraModel,
                    said.Lens,
                    said.Iso,
                    said.Aperture,
                    said.FocalLength,
                    said.ExposureTime,
                    said.Latitude,
                    said.Longitude,
                    said.Location,
                    said.City,
                    said.Country,
                    said.Description,
                    said.Photographer,
                    keywords = said.Keywords.Count == 0 ? null : string.Join('\n', said.Keywords),
                    hash = (long)look.PerceptualHash,
                },
                transaction);
            connection.Execute("INSERT INTO look_colours VALUES (@id, @L, @A, @B, @Coverage)", look.Colours.Select(colour => new { id, colour.L, colour.A, colour.B, colour.Coverage }), transaction);
        }

        SaveWords(database, connection, transaction, id, path);
    }

    /// <summary>Gives a photo the look of another with the same content.</summary>
    public static void Copy(CatalogDatabase database, DbConnection connection, DbTransaction transaction, long from, long to, string path)
    {
        if (from != to)
        {
            Forget(connection, transaction, to);
            connection.Execute($"INSERT INTO looks (photo_id, {Columns}) SELECT @to, {Columns} FROM looks WHERE photo_id = @from AND {Same}", new { from, to }, transaction);
            connection.Execute($"INSERT INTO look_colours SELECT @to, l, a, b, coverage FROM look_colours WHERE photo_id = @from AND {Same}", new { from, to }, transaction);
        }

        SaveWords(database, connection, transaction, to, path);
    }

    /// <summary>Saves the words of a photo's path and of its look.</summary>
    public static void SaveWords(CatalogDatabase database, DbConnection connection, DbTransaction transaction, long id, string path) =>
        database.Words.SavePhoto(connection, transaction, id, path.Contains("://", StringComparison.Ordinal) ? null : PathWords.Of(path));

    private static void Forget(DbConnection connection, DbTransaction transaction, long id) =>
        connection.Execute("DELETE FROM looks WHERE photo_id = @id; DELETE FROM look_colours WHERE photo_id = @id; DELETE FROM look_alikes WHERE photo_id = @id", new { id }, transaction);
}
