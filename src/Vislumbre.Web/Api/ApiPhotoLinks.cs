namespace Vislumbre.Web.Api;

/// <summary>Where a photo's pictures and page are, from this server's root.</summary>
/// <param name="Thumbnail">A small WebP.</param>
/// <param name="Image">The file, or a redirect to the source's page where there is none here.</param>
/// <param name="Page">The page that shows it.</param>
internal sealed record ApiPhotoLinks(string Thumbnail, string Image, string Page);
