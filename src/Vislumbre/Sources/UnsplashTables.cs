using static Vislumbre.Sources.SourceValue;

namespace Vislumbre.Sources;

/// <summary>The tables of the Unsplash data sets, with the names that their columns have had over the releases.</summary>
public static class UnsplashTables
{
    /// <summary>What the catalog calls this source.</summary>
    public const string Source = "unsplash";

    private static readonly SourceColumn Key = new("key", SourceValue.Key, "photo_id") { Required = true };

    /// <summary>The photos.</summary>
    public static SourceTable Photos { get; } = new("details", "photos",
    [
        Key,
        new("page_address", Address, "photo_url"),
        new("image_address", Address, "photo_image_url") { Required = true },
        new("submitted_ms", Moment, "photo_submitted_at"),
        new("featured", Truth, "photo_featured"),
        new("width", Whole, "photo_width"),
        new("height", Whole, "photo_height"),
        new("aspect_ratio", Number, "photo_aspect_ratio"),
        new("description", Text, "photo_description"),
        new("photographer_username", Text, "photographer_username"),
        new("photographer_first_name", Text, "photographer_first_name"),
        new("photographer_last_name", Text, "photographer_last_name"),
        new("camera_make", Text, "exif_camera_make"),
        new("camera_model", Text, "exif_camera_model"),
        new("iso", Whole, "exif_iso"),
        new("aperture", Number, "exif_aperture_value"),
        new("focal_length", Number, "exif_focal_length"),
        new("exposure_time", Text, "exif_exposure_time"),
        new("location", Text, "photo_location_name"),
        new("latitude", Number, "photo_location_latitude"),
        new("longitude", Number, "photo_location_longitude"),
        new("country", Text, "photo_location_country"),
        new("city", Text, "photo_location_city"),
        new("views", Whole, "stats_views"),
        new("downloads", Whole, "stats_downloads"),
        new("ai_description", Text, "ai_description"),
        new("landmark", Text, "ai_primary_landmark_name"),
        new("landmark_latitude", Number, "ai_primary_landmark_latitude"),
        new("landmark_longitude", Number, "ai_primary_landmark_longitude"),
        new("landmark_confidence", Number, "ai_primary_landmark_confidence"),
        new("blur_hash", Text, "blur_hash"),
    ])
    { KeepsRest = true };

    /// <summary>What the photos show, as two services and people say.</summary>
    public static SourceTable Keywords { get; } = new("keywords", "keywords",
    [
        Key,
        new("word", Word, "keyword") { Required = true },
        new("confidence_1", Number, "ai_service_1_confidence"),
        new("confidence_2", Number, "ai_service_2_confidence"),
        new("by_user", Truth, "suggested_by_user"),
        new("suggestion_source", Word, "user_suggestion_source"),
    ]);

    /// <summary>The collections that people put the photos into.</summary>
    public static SourceTable Collections { get; } = new("collections", "collections",
    [
        Key,
        new("collection", Word, "collection_id") { Required = true },
        new("title", Word, "collection_title"),
        new("collected_ms", Moment, "photo_collected_at"),
        new("kind", Word, "collection_type"),
    ]);

    /// <summary>The photos' main colours.</summary>
    public static SourceTable Colours { get; } = new("colours", "colors",
    [
        Key,
        new("hex", Text, "hex") { Required = true },
        new("red", Whole, "red"),
        new("green", Whole, "green"),
        new("blue", Whole, "blue"),
        new("word", Word, "keyword"),
        new("coverage", Number, "coverage", "ai_coverage"),
        new("score", Number, "score", "ai_score"),
    ]);

    /// <summary>Which photo people took after which search.</summary>
    public static SourceTable Conversions { get; } = new("conversions", "conversions",
    [
        Key,
        new("converted_ms", Moment, "converted_at"),
        new("kind", Word, "conversion_type"),
        new("word", Word, "keyword"),
        new("person", Text, "anonymous_user_id"),
        new("country", Word, "conversion_country"),
        new("device", Word, "device_type"),
        new("orientation_filter", Word, "search_orientation_filter"),
        new("ordering", Word, "search_ordering"),
    ]);

    /// <summary>All of them, the photos first.</summary>
    public static IReadOnlyList<SourceTable> All { get; } = [Photos, Keywords, Collections, Colours, Conversions];
}
