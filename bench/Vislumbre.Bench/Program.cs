using Vislumbre.Bench;
using Vislumbre.Bench.Rivals;
using Vislumbre.Bench.Scale;
using Vislumbre.Encoding;
using Vislumbre.Testing;

// Each command prints figures that the documentation quotes.
switch (args)
{
    case ["model", var folder, ..]:
        FormulaCheckpoint.Write(folder, args.Contains("--tiny") ? FormulaSizes.Tiny : FormulaSizes.Full, SharedFolder.At("reference", "clip", "tokenizer.json"));
        Console.WriteLine($"a checkpoint by formula is in {folder}");
        return 0;
    case ["pictures", var folder, var count]:
        PaintedPictures.WriteFolder(folder, int.Parse(count, null), width: 640);
        Console.WriteLine($"{count} painted pictures are in {folder}");
        return 0;
    case ["process", .. var published]:
        await ProcessFigures.PrintAsync(published.FirstOrDefault());
        return 0;
    case ["performance"]:
        // All that docs/performance.md quotes, one after another; half an hour on two cores.
        await EncodeFigures.PrintAsync();
        CameraFigures.Print();
        await RivalFigures.PrintAsync(SharedFolder.At("photos", "documerica"), 96);
        await ProcessFigures.PrintAsync(null);
        await IndexGrowthFigures.PrintAsync(Path.Combine(Path.GetTempPath(), "index-growth.svg"), [1_000, 10_000, 100_000]);
        await WebFigures.PrintAsync(25_000, Precision.Fp32);
        await WebFigures.PrintAsync(25_000, Precision.Int8);
        return 0;
    case ["train"]:
        TrainFigures.Print();
        return 0;
    case ["encode"]:
        await EncodeFigures.PrintAsync();
        return 0;
    case ["camera"]:
        CameraFigures.Print();
        return 0;
    case ["rivals", .. var rest]:
        await RivalFigures.PrintAsync(rest.ElementAtOrDefault(0) ?? SharedFolder.At("photos", "documerica"), rest.Length > 1 ? int.Parse(rest[1], null) : 96);
        return 0;
    case ["index-growth", var picture, .. var photos]:
        await IndexGrowthFigures.PrintAsync(picture, photos.Length > 0 ? [.. photos.Select(size => int.Parse(size, null))] : [1_000, 10_000, 100_000]);
        return 0;
    case ["engines", var kind, var rows, var postgres, .. var others]:
        EngineFigures.Print(Enum.Parse<VectorKind>(kind, ignoreCase: true), int.Parse(rows, null), postgres, others);
        return 0;
    case ["workers", var server]:
        await WorkerFigures.PrintAsync(server);
        return 0;
    case ["kernels"]:
        KernelBenchmarks.Run();
        return 0;
    case ["concurrent", var rows]:
        await ConcurrentFigures.PrintAsync(int.Parse(rows, null));
        return 0;
    case ["cold", var kind, var path]:
        VectorFigures.PrintCold(Enum.Parse<VectorKind>(kind, ignoreCase: true), path);
        return 0;
    case ["growth", var kept, var picture]:
        await GrowthPlot.WriteAsync(kept, picture);
        return 0;
    case ["crops", var model, var photos, var rows, var file]:
        CropFigures.Write(model, photos, int.Parse(rows, null), file);
        return 0;
    case ["vectors", var kind, var rows, .. var options]:
        await VectorFigures.PrintAsync(Enum.Parse<VectorKind>(kind, ignoreCase: true), int.Parse(rows, null), options);
        return 0;
    case ["explain", .. var count]:
        ExplainFigures.Print(count is [var scenes] ? int.Parse(scenes, null) : 1000);
        return 0;
    case ["web", var photos, .. var precision]:
        await WebFigures.PrintAsync(int.Parse(photos, null), precision.Length > 0 ? Enum.Parse<Precision>(precision[0], ignoreCase: true) : Precision.Fp32);
        return 0;
    case ["download", var folder]:
        await DownloadFigures.PrintAsync(folder);
        return 0;
    case ["pull", var folder, var count, ..]:
        await PullFigures.PrintAsync(folder, int.Parse(count, null), args.Length > 3 ? args[3] : "mini");
        return 0;
    case ["features", var folder, var rows]:
        await FeatureFigures.PrintAsync(folder, int.Parse(rows, null));
        return 0;
    case ["cutoff", var folder, var model, .. var rest]:
        await CutOffFigures.PrintAsync(folder, model, rest.Length > 0 ? double.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : null, rest.ElementAtOrDefault(1));
        return 0;
    case ["scale", .. var options]:
        return ScaleCommand.Run(options);
    case ["unsplash-server", var folder, .. var options]:
        return await UnsplashDemonstration.RunAsync(folder, options);
    default:
        Console.Error.WriteLine("""
            usage: Vislumbre.Bench COMMAND
              model FOLDER [--tiny]   write the checkpoint whose weights are a formula (full size: 605 MB)
              pictures FOLDER COUNT   write painted pictures
              process [PUBLISHED.dll] memory of indexing 200 photos, start-up of search and serve, with the full-size model
              performance             all that docs/performance.md quotes: encode, camera, rivals, process, index-growth and web 25000
              train                   a training step of mini against the matrix-multiply peak
              encode                  stages of indexing and searching, one by one, with the full-size model
              camera                  decoding JPEGs of 24 megapixels at reduced scales: time, and cosine to the whole decode
              rivals [PHOTOS [COUNT]] the same photos (96 of ../shared) from file to embedding by Vislumbre, a notebook's loop, libtorch,
                                      Transformers.js and one by one in C#; bench/rivals/install puts in place what they need
              index-growth PICTURE [PHOTOS…]
                                      time and memory of indexing 1,000, 10,000 and 100,000 photos with a very small model, drawn as an SVG
              engines KIND ROWS POSTGRES [REDIS…]
                                      the same photos in a folder, in PostgreSQL (an empty database), Redis and Garnet (empty servers): how fast they come in and are
                                      found, with conditions too
              workers POSTGRES        two workers on two cores beside one on one, and one on both (a server that may make databases)
              kernels                 the index's inner loops, each kernel by itself (BenchmarkDotNet)
              concurrent ROWS         64 searches at once over ROWS rows while 10,000 are inserted, every answer checked
              crops MODEL PHOTOS ROWS FILE
                                      embeddings of random crops of a folder's photos, for the next
              vectors KIND ROWS [--file FILE] [--leave COPY] [--rivals [--hnsw] [--ivf]] [--keep FILE]
                                      the index over ROWS rows of 512 (clustered, hard, or real: see docs/index.md) against exact scans and, with
                                      --rivals, numpy and faiss of /usr/bin/python3; --keep adds a line of JSON to FILE
              cold KIND COPY          the first queries of a copy that --leave has left, from disk
              growth FILE PICTURE     draw what --keep has kept as an SVG
              explain [SCENES]        how often the hottest patch for a thing's name is on the thing, with mini on drawn scenes (1000)
              web PHOTOS [fp32|int8]  the server's time for a text search beside the text tower's, 50 people at once, the page's weight
              download FOLDER         fetching against the notebook's own loop, at 1, 16 and 128 connections
              pull FOLDER PHOTOS [MODEL]   the real pull from our own Unsplash: apart, side by side, with faults; memory
              features FOLDER ROWS    import and export of the notebook's files
              cutoff FOLDER MODEL [SHARE [NAMES]]
                                      which hits are likely, by score and by strength: drawn scenes, or the held-out share of class folders
              scale [--shards S] [--replicas R] [--cores C] [--rate Q] [--service FILE] [--lost SECONDS] …
                                      a sharded search service, simulated: latencies, a lost machine, the largest rate; without options some scenarios;
                                      --check against queueing theory, --real REDIS beside three real primaries (docs/scale.md), --table what 1 million to 5 billion photos take (docs/scale.md),
                                      --thumbnails FOLDER the bytes of small pictures
              unsplash-server FOLDER [--photos N] [--distinct D] [--edge E] [--faults] [--stall S] [--latency MS] [--port P]
                                      serve a generated release of N drawn photos (25000) with D different pictures (1000) until Ctrl-C;
                                      notebook_download.py downloads FOLDER/addresses.tsv as a notebook does
            """);
        return 2;
}
