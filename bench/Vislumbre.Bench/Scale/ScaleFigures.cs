namespace Vislumbre.Bench.Scale;

/// <summary>The figures that docs/scale.md reckons with: measured, published by others, or assumed. Nothing else is known to it.</summary>
internal static class ScaleFigures
{
    // Measured: docs/performance.md, 2 vCPU of an AMD EPYC with AVX-512 and VNNI; files of 600 × 400 to embeddings in a catalog.
    public const double Fp32PerCore = 21.5 / 2, Int8PerCore = 53.6 / 2;

    // Measured: docs/performance.md, decoding and resizing the same files, photos a second of one core.
    public const double DecodePerCore = 274.0 / 2;

    // Measured: docs/performance.md, the text tower in eight bits, 8 tokens, milliseconds.
    public const double TextTower = 3.0;

    // Measured: bench/results/amd-epyc-avx512-2vcpu/index.txt, 10,000,000 rows of two modes, both of 2 vCPU, milliseconds.
    public const double ScanP50 = 19.45, ScanP99 = 31.18, ScanRows = 10e6;
    public const int ScanCores = 2;

    // Measured: the same file; bytes a row scanned and of id, and to rescore; rows inserted a second on 2 vCPU.
    public const double IndexBytes = 76 + 8, RescoreBytes = 1024, IndexRate = 300_808;

    // Measured: docs/decisions/index.md, rows of two modes rescored a search at 10,000,000.
    public const double Rescored = 6_914;

    // Measured: 781 bytes a photo with embeddings of 16 numbers (performance.txt, index-growth), which take 32 bytes; 512 take 1,024.
    public const double CatalogBytes = 781 - 32 + 1024;

    // Measured: `scale --thumbnails` over 100 photos of 600 × 400, 31 kB each; 640 and 320 pixels, WebP.
    public const double ThumbnailBytes = 45_231;

    // Measured: docs/performance.md, pages a second with eight bits on 2 vCPU: text tower, scan of 25,000 rows, 30 hits and all.
    public const double PagesPerCore = 129.0 / 2;

    // Measured: bench/results/amd-epyc-avx512-2vcpu/engines.txt, 250,000 clustered rows on 2 vCPU. Copied with all that belongs to them, and built
    // into the graph of halves (16, 200), rows a second; bytes of the graph a row; a search of it on one core, ef 600, recall 1.000, milliseconds.
    public const double CopyRate = 2_059, GraphRate = 760, PostgresGraphBytes = 1_366, GraphP50 = 38.64, GraphP99 = 57.54;
    public const int GraphCores = 2;

    // Measured: the same file. Redis 8 in int8, 12 keys on a server, which uses one core: rows a second, bytes a row, and a search of all keys.
    public const double RedisRate = 281, RedisBytes = 1_395, RedisP50 = 60.53, RedisP99 = 80.56;

    // Published by clip-retrieval's README: ViT-B/32 on one RTX 3080, photos a second.
    public const double GpuRate = 1_500;

    // Assumed: the machine, and what an hour of it and of one GPU machine costs in dollars.
    public const int Cores = 8;
    public const double Memory = 64e9, Disk = 1.9e12, MachinePrice = 0.40, GpuPrice = 0.50, HoursAMonth = 730;

    // Assumed: the share of memory that rows may have.
    public const double MemoryShare = 0.75;

    // Assumed: random reads of 4 kB a second that the disk of the machine gives.
    public const double DiskReads = 200_000;

    // Assumed: reading memory grows with the cores of a machine as it did up to two.
    public const double ScanGrowth = (double)Cores / ScanCores;

    // Assumed: rows and words take half as much again as in SQLite.
    public const double PostgresTableBytes = CatalogBytes * 1.5;

    // Assumed: milliseconds there and back between machines of one place, and of merging 30 hits of a shard.
    public const double Network = 0.5, Merge = 0.005;

    // Assumed: what is asked of a service: queries a second, and its 99th percentile in milliseconds, with a machine lost.
    public const double Demand = 100, Bound = 150;
}
