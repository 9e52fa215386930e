namespace Vislumbre.Catalog;

/// <summary>Distances on the earth, taken for a sphere.</summary>
public static class GreatCircle
{
    private const double RadiusKilometres = 6371.0088;

    /// <summary>How far two places are from each other in kilometres (haversine; right to half a percent).</summary>
    /// <param name="latitude">Degrees north of one.</param>
    /// <param name="longitude">Degrees east of one.</param>
    /// <param name="otherLatitude">Degrees north of the other.</param>
    /// <param name="otherLongitude">Degrees east of the other.</param>
    public static double Kilometres(double latitude, double longitude, double otherLatitude, double otherLongitude)
    {
        var (north, east) = (Half(otherLatitude - latitude), Half(otherLongitude - longitude));
        var chord = north * north + Math.Cos(double.DegreesToRadians(latitude)) * Math.Cos(double.DegreesToRadians(otherLatitude)) * east * east;
        return 2 * RadiusKilometres * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    private static double Half(double degrees) => Math.Sin(double.DegreesToRadians(degrees) / 2);
}
