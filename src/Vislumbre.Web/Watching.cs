using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Vislumbre.Searching;

namespace Vislumbre.Web;

/// <summary>Measurements for Prometheus at <c>/metrics</c>, and traces of searches where OTEL_EXPORTER_OTLP_ENDPOINT says where to send them.</summary>
internal static class Watching
{
    public static void AddWatching(this IServiceCollection services)
    {
        var watching = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("vislumbre"))
            .WithMetrics(metrics => metrics.AddMeter(SearchTelemetry.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter())
            .WithTracing(traces => traces.AddSource(SearchTelemetry.Name).AddAspNetCoreInstrumentation());
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"))) watching.UseOtlpExporter();
    }
}
