namespace Vislumbre.Features;

/// <summary>
/// A folder of embeddings that another program made: what the notebook keeps (all in one, or a pair a batch), or clip-retrieval
/// (<see cref="FeatureLayout"/>). It is read in blocks, whatever its size; only the ids are all held, to tell those that come twice.
/// </summary>
public sealed class FeatureFolder
{
    /// <summary>The most rows of a block.</summary>
    public const int BlockRows = 4096;

    private readonly FeatureFiles _files;

    private FeatureFolder(string path, FeatureFiles files, int dimension, FeaturePrecision precision, long rows) =>
        (Path, _files, Dimension, Precision, EstimatedRows) = (path, files, dimension, precision, rows);

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>How the features are kept.</summary>
    public FeatureLayout Layout => _files.Layout;

    /// <summary>Numbers a row, the same in every file.</summary>
    public int Dimension { get; }

    /// <summary>The bits of a stored number; the most where files differ.</summary>
    public FeaturePrecision Precision { get; }

    /// <summary>Rows in the files; those that turn out to be of no use or to come twice are among them.</summary>
    public long EstimatedRows { get; }

    /// <summary>Files that are left out, since their other half is not there.</summary>
    public IReadOnlyList<FeatureFault> Alone => _files.Alone;

    /// <summary>Finds the files and checks that each matrix is whole; what the rows are is not read yet.</summary>
    /// <param name="path">The folder, or that which holds it as <c>features</c>.</param>
    /// <exception cref="FeatureFileException">It holds no features, or a file is damaged, or they are not all of one dimension.</exception>
    public static FeatureFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var files = FeatureFiles.Find(path);
        var (dimension, precision, rows) = (0, FeaturePrecision.Bits16, 0L);
        foreach (var pair in files.Pairs)
        {
            using var vectors = NpyReader.Open(pair.Vectors);
            if (dimension != 0 && vectors.Columns != dimension) throw OtherDimension(vectors, files.Pairs[0].Vectors, dimension);
            dimension = vectors.Columns;
            if (vectors.Precision > precision) precision = vectors.Precision;
            rows += vectors.Rows;
        }

        return new FeatureFolder(path, files, dimension, precision, rows);
    }

    /// <summary>Reads the good rows in the order of the files.</summary>
    /// <param name="findings">Where what is left out or scaled is noted.</param>
    /// <exception cref="FeatureFileException">While it is gone through: a file cannot be read, or two that belong together do not agree.</exception>
    public IEnumerable<FeatureBlock> Read(FeatureFindings findings)
    {
        foreach (var fault in Alone) findings.Add(fault);
        var gathering = new FeatureGathering(Dimension, (int)Math.Min(BlockRows, EstimatedRows), findings);
        foreach (var pair in _files.Pairs)
        {
            using var vectors = NpyReader.Open(pair.Vectors);
            if (vectors.Columns != Dimension) throw OtherDimension(vectors, Path, Dimension);
            var meanings = Layout == FeatureLayout.ClipRetrieval ? FeatureParquet.Read(pair, vectors.Rows) : FeatureIds.Read(pair, vectors.Rows);
            for (var row = 0L; row < vectors.Rows;)
            {
                // Batches are of 32 rows; many of them make a block, as long as their numbers are of the same bits.
                if (gathering.IsFull || (!gathering.IsEmpty && gathering.Precision != vectors.Precision)) yield return gathering.Cut();
                row += gathering.Take(vectors, pair, meanings, row);
            }
        }

        if (!gathering.IsEmpty) yield return gathering.Cut();
    }

    private static FeatureFileException OtherDimension(NpyReader vectors, string other, int dimension) => FeatureFileException.Of(vectors.Path,
        $"has {vectors.Columns} numbers a row and {other} has {dimension}: they were made by different models and do not go together",
        $"tem {vectors.Columns} números por linha e {other} tem {dimension}: foram feitos por modelos diferentes e não combinam");
}
