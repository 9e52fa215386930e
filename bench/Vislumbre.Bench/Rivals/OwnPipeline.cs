using Microsoft.ML.OnnxRuntime;
using NetVips;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Bench.Rivals;

/// <summary>Vislumbre's own way: the indexer into a library on disk, which also hashes the files and reads their metadata and colours.</summary>
internal static class OwnPipeline
{
    private const int WarmUp = 16;

    public static async Task<RivalRun> RunAsync(string model, string[] files, EncoderOptions? options = null)
    {
        using var encoder = new DualEncoder(ModelReader.Open(model), options);
        await IndexAsync(encoder, files[..Math.Min(WarmUp, files.Length)]);
        var (report, rows) = await IndexAsync(encoder, files);
        return new RivalRun(report.Elapsed.TotalSeconds, rows, $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, libvips {string.Join('.', Enumerable.Range(0, 3).Select(part => NetVips.NetVips.Version(part)))}");
    }

    private static async Task<(IndexReport Report, float[][] Rows)> IndexAsync(DualEncoder encoder, string[] files)
    {
        using var folder = new TemporaryFolder();
        var library = PhotoLibrary.Open(folder.At("library"), create: true);
        var report = await new PhotoIndexer(library, encoder, new IndexOptions { Thumbnails = false }).RunAsync(files);
        if (report.Indexed != files.Length)
            throw new InvalidOperationException($"{report.Indexed} of {files.Length} files were encoded ({report.Copied} copies, {report.Failed.Count} failed): the others would be given away.");
        var photos = library.Catalog.ByPath();
        return (report, [.. files.Select(file => library.Catalog.Embeddings.Find(photos[file].Id)!)]);
    }
}
