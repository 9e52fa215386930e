namespace Vislumbre.Testing.Unsplash;

/// <summary>The tables of a release and their columns, as Lite has them.</summary>
internal static class ReleaseColumns
{
    public const string Photos = "photos", Keywords = "keywords", Collections = "collections", Conversions = "conversions", Colors = "colors";

    public static readonly string[] Tables = [Photos, Keywords, Collections, Conversions, Colors];

    /// <summary>Where photos' address stands.</summary>
    public const int ImageAddress = 2;

    /// <summary>Where photos' own description stands.</summary>
    public const int OwnDescription = 8;

    private static readonly Dictionary<string, string[]> Columns = new()
    {
        [Photos] =
        [
            "photo_id", "photo_url", "photo_image_url", "photo_submitted_at", "photo_featured", "photo_width", "photo_height", "photo_aspect_ratio", "photo_description",
            "photographer_username", "photographer_first_name", "photographer_last_name", "exif_camera_make", "exif_camera_model", "exif_iso", "exif_aperture_value",
            "exif_focal_length", "exif_exposure_time", "photo_location_name", "photo_location_latitude", "photo_location_longitude", "photo_location_country",
            "photo_location_city", "stats_views", "stats_downloads", "ai_description", "ai_primary_landmark_name", "ai_primary_landmark_latitude",
            "ai_primary_landmark_longitude", "ai_primary_landmark_confidence", "blur_hash",
        ],
        [Keywords] = ["photo_id", "keyword", "ai_service_1_confidence", "ai_service_2_confidence", "suggested_by_user", "user_suggestion_source"],
        [Collections] = ["photo_id", "collection_id", "collection_title", "photo_collected_at", "collection_type"],
        [Conversions] =
        [
            "converted_at", "conversion_type", "keyword", "photo_id", "anonymous_user_id", "conversion_country", "device_type", "search_orientation_filter", "search_ordering",
        ],
        [Colors] = ["photo_id", "hex", "red", "green", "blue", "keyword", "coverage", "score"],
    };

    /// <summary>A table's columns in order.</summary>
    public static string[] Of(string table) => Columns[table];

    /// <summary>Where a table says which photo.</summary>
    public static int PhotoId(string table) => Array.IndexOf(Columns[table], "photo_id");
}
