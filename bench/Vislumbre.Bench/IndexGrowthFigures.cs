using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Bench;

/// <summary>Time and memory of indexing more and more photos: both towers small, so that all the rest is what is seen.</summary>
internal static class IndexGrowthFigures
{
    private const int Distinct = 200;

    public static async Task PrintAsync(string picture, int[] sizes)
    {
        using var folder = new TemporaryFolder();
        PaintedPictures.WriteFolder(folder.At("painted"), Distinct, width: 320);
        var painted = Directory.GetFiles(folder.At("painted")).Order().Select(File.ReadAllBytes).ToArray();
        var runs = new List<List<Moment>>();
        foreach (var size in sizes)
        {
            Write(folder.At($"photos-{size}"), painted, size);
            runs.Add(await RunAsync(folder, size));
        }

        await File.WriteAllTextAsync(picture, Draw(runs));
    }

    private static async Task<List<Moment>> RunAsync(TemporaryFolder folder, int size)
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        var library = PhotoLibrary.Open(folder.At($"library-{size}"), create: true);
        var moments = new List<Moment>();
        var clock = Stopwatch.StartNew();
        var told = new Telling<IndexProgress>(now =>
        {
            Process.GetCurrentProcess().Refresh();
            moments.Add(new Moment(now.Done, clock.Elapsed.TotalSeconds, Environment.WorkingSet / 1e6));
        });
        await new PhotoIndexer(library, encoder, new IndexOptions { Thumbnails = false }).RunAsync([folder.At($"photos-{size}")], told);
        var (tenth, last) = (moments.First(one => one.Done >= size / 10), moments.Last(one => one.Done <= size - size / 10));
        var end = moments[^1];
        var pauses = moments.Zip(moments.Skip(1), (one, next) => next.Seconds - one.Seconds).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{size,8:N0} photos: {end.Seconds:0.0} s, {size / end.Seconds:0} photos/s; first tenth {tenth.Done / tenth.Seconds:0}, last tenth {(end.Done - last.Done) / (end.Seconds - last.Seconds):0} photos/s; memory after a tenth {tenth.Megabytes:0}, at the end {end.Megabytes:0}, at most {moments.Max(one => one.Megabytes):0} MB; between commits {1000 * pauses[pauses.Count / 2]:0} ms, at most {1000 * pauses[^1]:0} ms; catalog {new FileInfo(Path.Combine(library.Folder.Path, "catalog.db")).Length / (double)size:0} bytes a photo"));
        return moments;
    }

    // The same pictures with a remark of their own each: no two contents are the same.
    private static void Write(string folder, byte[][] painted, int size)
    {
        Directory.CreateDirectory(folder);
        Span<byte> remark = stackalloc byte[8];
        for (var at = 0; at < size; at++)
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, $"{at / 1000:0000}")).FullName;
            using var file = File.Create(Path.Combine(place, $"{at:000000}.jpg"));
            BinaryPrimitives.WriteUInt32BigEndian(remark, 0xFFFE0006); // a comment of four bytes
            BinaryPrimitives.WriteInt32BigEndian(remark[4..], at);
            file.Write(painted[at % painted.Length].AsSpan(0, 2));
            file.Write(remark);
            file.Write(painted[at % painted.Length].AsSpan(2));
        }
    }

    private static string Draw(List<List<Moment>> runs)
    {
        const int Width = 860, Height = 420, Left = 60, Right = 60, Top = 30, Bottom = 50;
        var (photos, seconds, memory) = (runs.Max(run => run[^1].Done), runs.Max(run => run[^1].Seconds), runs.SelectMany(run => run).Max(one => one.Megabytes) * 1.5);
        double X(double done) => Left + done / photos * (Width - Left - Right);
        double Y(double share) => Height - Bottom - share * (Height - Top - Bottom);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"system-ui, sans-serif\" font-size=\"13\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        foreach (var share in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(share):0}\" y2=\"{Y(share):0}\" stroke=\"#ddd\"/><text x=\"{Left - 6}\" y=\"{Y(share) + 4:0}\" text-anchor=\"end\" fill=\"#0b6e4f\">{share * seconds:0} s</text><text x=\"{Width - Right + 6}\" y=\"{Y(share) + 4:0}\" fill=\"#bc5090\">{share * memory:0} MB</text><text x=\"{X(share * photos):0}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\" fill=\"#333\">{share * photos:N0}</text>\n");
        }

        void Line(IEnumerable<(double X, double Y)> points, string colour) =>
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.0},{point.Y:0.0}")))}\"/>\n");
        foreach (var run in runs)
        {
            var few = run.Where((_, at) => at % Math.Max(1, run.Count / 300) == 0).Append(run[^1]).ToList();
            Line(few.Select(one => (X(one.Done), Y(one.Seconds / seconds))), "#0b6e4f");
            Line(few.Select(one => (X(one.Done), Y(one.Megabytes / memory))), "#bc5090");
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(run[^1].Done):0.0}\" cy=\"{Y(run[^1].Seconds / seconds):0.0}\" r=\"4\" fill=\"#0b6e4f\"/>\n");
        }

        return svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\" fill=\"#333\">photos indexed: seconds since the start, and memory resident, of runs over {string.Join(", ", runs.Select(run => $"{run[^1].Done:N0}"))}</text></svg>\n").ToString();
    }

    private sealed record Moment(int Done, double Seconds, double Megabytes);
}
