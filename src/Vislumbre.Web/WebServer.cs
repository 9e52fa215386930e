using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Searching;
using Vislumbre.Sources;
using Vislumbre.Web.Api;
using Vislumbre.Web.Endpoints;
using Vislumbre.Web.Jobs;
using Vislumbre.Web.Mapping;
using Vislumbre.Web.Pages;

namespace Vislumbre.Web;

/// <summary>Puts the page of a library together.</summary>
public static class WebServer
{
    /// <summary>Builds the application; start it with <c>StartAsync</c> or <c>RunAsync</c>.</summary>
    /// <param name="library">The library that is searched.</param>
    /// <param name="encoder">The model it was made with.</param>
    /// <param name="options">How it is served.</param>
    /// <exception cref="ServeException">It would be open to others.</exception>
    public static WebApplication Build(PhotoLibrary library, DualEncoder encoder, WebOptions options)
    {
        options.Check();
        // The folder that the command happens to be started in says nothing: no settings are read from there.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // its keys never leave memory
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Address, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaximumUpload + (1 << 16);
        });
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery(forms => forms.Cookie.Name = $"vislumbre-form-{options.Port}"); // another server's on this machine is another's
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = options.MaximumUpload);
        // A page elsewhere that calls its own name by this address must not be answered (DNS rebinding).
        // Where a token stands before it there is nothing to be had that way.
        builder.Services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = options.Token is not null ? ["*"] : ["localhost", "127.0.0.1", "[::1]", .. options.Hosts]);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(library);
        builder.Services.AddSingleton(encoder);
        var searcher = new PhotoSearcher(library, encoder);
        builder.Services.AddSingleton(searcher);
        builder.Services.AddSingleton(new HitExplainer(library, encoder, searcher));
        builder.Services.AddSingleton<WebSearch>();
        builder.Services.AddSingleton<Access>();
        builder.Services.AddSingleton<IndexingJobs>();
        builder.Services.AddSingleton<LibraryMap>();
        builder.Services.AddSingleton<MapTiles>();
        builder.Services.AddRequestLimits();
        builder.Services.AddWatching();
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi("v1", document => ApiDescription.Describe(document));
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            (json.SerializerOptions.RespectNullableAnnotations, json.SerializerOptions.RespectRequiredConstructorParameters) = (true, true);
        });
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = false);
        builder.Services.AddSingleton(new PictureFetcher(options.Fetch));
        builder.Services.AddSingleton<PictureShelf>();
        builder.Services.AddSingleton<RemoteThumbnails>();
        var app = builder.Build();
        app.UseHostFiltering();
        app.UseMiddleware<SecurityHeaders>();
        app.UseRequestLocalization(Languages());
        app.UseTrouble();
        app.UseRouting(); // after what asks for another page, so that one is found
        app.UseMiddleware<ChosenLanguage>();
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<UploadLimit>();
        app.UseResponseCompression();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.UseMiddleware<StaleForms>();
        app.MapAssets();
        app.MapPhotos();
        app.MapPictures();
        app.MapSignIn();
        app.MapCollections();
        app.MapLibraryForms();
        app.MapTiles();
        app.MapHealth();
        app.MapApi();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapRazorComponents<App>();
        return app;
    }

    private static RequestLocalizationOptions Languages()
    {
        CultureInfo[] cultures = [new("en"), new("pt")];
        return new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture("en"),
            SupportedCultures = cultures,
            SupportedUICultures = cultures,
            RequestCultureProviders =
            [
                new QueryStringRequestCultureProvider { QueryStringKey = "lang", UIQueryStringKey = "lang" },
                new CookieRequestCultureProvider { CookieName = ChosenLanguage.Cookie },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ],
        };
    }
}
