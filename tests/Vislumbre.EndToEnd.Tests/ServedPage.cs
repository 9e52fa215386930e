using System.Diagnostics;
using Microsoft.Playwright;
using Vislumbre.Testing;

namespace Vislumbre.EndToEnd.Tests;

/// <summary>The real <c>vislumbre serve</c> over painted pictures, and Debian's Chromium to look at it; shared by the tests of the page.</summary>
public sealed class ServedPage : IAsyncLifetime
{
    /// <summary>How many photos there are, more than a page shows.</summary>
    public const int Count = 40;

    /// <summary>How many photos a page shows.</summary>
    public const int PageSize = 30;

    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _servers = [];
    private IPlaywright _playwright = null!;

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>The page's address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The address of a second server, which fetches from private addresses too.</summary>
    public string AllowingAddress { get; private set; } = "";

    /// <summary>The folder of the photos.</summary>
    public string Photos => _folder.At("photos");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        PaintedPictures.WriteFolder(Photos, Count, width: 480);
        var command = new Command(_folder.Path);
        var (code, _, errors) = await command.RunAsync("index", Photos, "--model", SmallModel.Folder);
        Assert.True(code == 0, errors);
        Address = await ServeAsync(command);
        AllowingAddress = await ServeAsync(command, "--allow-private-addresses");
        _playwright = await Playwright.CreateAsync();
        Browser = await LaunchAsync(_playwright);
    }

    /// <summary>Starts Debian's Chromium, or the one that VISLUMBRE_CHROMIUM names.</summary>
    internal static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Environment.GetEnvironmentVariable("VISLUMBRE_CHROMIUM") ?? "/usr/bin/chromium",
        Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });

    /// <summary>Opens a page of its own.</summary>
    public async Task<IPage> OpenAsync(string path = "/", string locale = "en-US", bool script = true, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900, string? address = null)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address ?? Address,
            Locale = locale,
            JavaScriptEnabled = script,
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        _playwright?.Dispose();
        foreach (var server in _servers)
        {
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }

        _folder.Dispose();
    }

    private async Task<string> ServeAsync(Command command, params string[] options)
    {
        var server = command.Start(["serve", "--port", "0", .. options]);
        _servers.Add(server);
        var line = await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.NotNull(line);
        return line.Split(' ').First(word => word.StartsWith("http://127.0.0.1:", StringComparison.Ordinal));
    }
}
