using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Vislumbre.Vectors;

namespace Vislumbre.Bench;

/// <summary>The inner loops of searching and coding, kernel by kernel: 2,048 rows of 512, a row rescored, a group coded.</summary>
public unsafe class KernelBenchmarks
{
    private const int Dimension = 512, Rows = 2048;
    private readonly byte[] _groups = GC.AllocateArray<byte>(CodeLayout.Groups(Rows) * CodeLayout.GroupLength(Dimension), pinned: true);
    private readonly Half[] _rows = GC.AllocateArray<Half>(CodeLayout.GroupRows * Dimension, pinned: true);
    private readonly byte[] _group = new byte[CodeLayout.GroupLength(Dimension)];
    private readonly Contender[] _found = new Contender[Rows];
    private readonly RowCoder _coder = new(new Rotation(Dimension, 1), new float[Dimension]);
    private ScanTable _table = null!;
    private ScanKernel _kernel = null!;
    private float[] _query = [];

    /// <summary>The kernel's name.</summary>
    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    /// <summary>Those that this processor can.</summary>
    public static IEnumerable<string> Kernels => ScanKernels.All.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name);

    /// <summary>Runs them in this process.</summary>
    public static void Run() => BenchmarkRunner.Run<KernelBenchmarks>(ManualConfig.CreateMinimumViable().AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));

    /// <summary>Makes rows.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        for (var i = 0; i < _rows.Length; i++) _rows[i] = (Half)((random.NextSingle() - 0.5f) / 10);
        var query = Enumerable.Range(0, Dimension).Select(_ => (random.NextSingle() - 0.5f) / 10).ToArray();
        for (var group = 0; group < CodeLayout.Groups(Rows); group++) _coder.Code(_rows, _groups.AsSpan(group * CodeLayout.GroupLength(Dimension), CodeLayout.GroupLength(Dimension)));
        _kernel = ScanKernels.All.First(kernel => kernel.Name == Kernel);
        _table = new ScanTable(query, new float[Dimension], new Rotation(Dimension, 1), 2.5f);
        _query = _kernel.Prepare(query);
    }

    /// <summary>A run of a search in which nothing is found.</summary>
    [Benchmark]
    public int Scan()
    {
        fixed (byte* groups = _groups) return _kernel.Scan(groups, Rows, _table, float.MaxValue, _found);
    }

    /// <summary>A row's stored numbers.</summary>
    [Benchmark]
    public float Dot()
    {
        fixed (Half* row = _rows) return _kernel.Dot(_query, row);
    }

    /// <summary>32 rows coded: one way for all kernels.</summary>
    [Benchmark]
    public void Code() => _coder.Code(_rows, _group);
}
