using Microsoft.Data.Sqlite;
using Vislumbre.Catalog;
using Vislumbre.Features;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Features;

/// <summary>Embeddings that another program made become photos that are found, and come out again bit for bit.</summary>
public sealed class Feature_import : IDisposable
{
    private const int Dimension = 16;
    private static readonly ModelIdentity Model = new("small", new string('a', 64), Dimension);
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(FeatureLayout.Combined, 1)]
    [InlineData(FeatureLayout.Batches, 100)]
    [InlineData(FeatureLayout.Combined, 5000)]
    public async Task What_came_in_goes_out_bit_for_bit(FeatureLayout layout, int count)
    {
        var (ids, rows) = Write(_folder.At("in"), layout, count);
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        var report = Import(library, _folder.At("in"));
        Assert.Equal((count, 0L, 0L, 0), (report.Taken, report.WithFile, report.Normalised, report.Faults.Count));
        Assert.Equal(count, library.Catalog.Count().Indexed);
        Assert.Equal(count, library.Vectors.Current(Dimension).Count);

        Assert.Equal(count, await FeatureExport.RunAsync(library, _folder.At("out"), FeatureLayout.Combined, FeaturePrecision.Bits16, parquet: true));
        var again = FeatureFolder.Open(_folder.At("out")).Read(new FeatureFindings()).ToList();
        Assert.Equal(ids, again.SelectMany(block => block.Rows).Select(row => row.Id));
        Assert.Equal(rows.Select(BitConverter.HalfToUInt16Bits), again.SelectMany(block => block.Vectors).Select(BitConverter.HalfToUInt16Bits));
        Assert.True(File.Exists(_folder.At("out", "features.parquet")));
    }

    [Fact]
    public void Embeddings_of_another_dimension_are_refused_with_both_numbers()
    {
        Write(_folder.At("in"), FeatureLayout.Combined, 3);
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        var refused = Assert.Throws<FeatureFileException>(() => new FeatureImport(library, Model with { Dimension = 512 }, "").Run(FeatureFolder.Open(_folder.At("in"))));
        Assert.Contains("16", refused.Message, StringComparison.Ordinal);
        Assert.Contains("512", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Photos_that_are_here_are_found_by_their_ids_and_are_not_encoded_again()
    {
        var (ids, _) = Write(_folder.At("in"), FeatureLayout.Combined, 4);
        Directory.CreateDirectory(_folder.At("photos"));
        File.WriteAllBytes(_folder.At("photos", $"{ids[2]}.jpg"), PaintedPictures.Encode(64, 48, 1));
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        Assert.Equal(1, Import(library, _folder.At("in"), _folder.At("photos")).WithFile);
        var photo = library.Catalog.FindPath(_folder.At("photos", $"{ids[2]}.jpg"))!;
        Assert.Equal(("Jpeg", 64, 48), (photo.Format, photo.Width!.Value, photo.Height!.Value));
        Assert.Equal(64, photo.Sha256!.Length);
        Assert.Equal($"https://unsplash.com/photos/{ids[0]}", library.Catalog.FindDetailed(library.Catalog.Details.FindKey(ids[0])!.Id)!.Path);

        // Once more: what was indexed from its file stays as it is, the others are taken again, nothing is doubled.
        var again = Import(library, _folder.At("in"));
        Assert.Equal((3L, 1L), (again.Taken, again.Kept));
        Assert.Equal(4, library.Catalog.Count().Indexed);
    }

    [Fact]
    public void A_photo_that_came_by_address_gets_its_file_and_keeps_its_number()
    {
        var (ids, _) = Write(_folder.At("in"), FeatureLayout.Combined, 2);
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        Import(library, _folder.At("in"));
        var detail = library.Catalog.Details.FindKey(ids[1])!.Id;
        var before = library.Catalog.FindDetailed(detail)!.Id;
        Directory.CreateDirectory(_folder.At("photos"));
        File.WriteAllBytes(_folder.At("photos", $"{ids[1]}.jpg"), PaintedPictures.Encode(64, 48, 1));
        Import(library, _folder.At("in"), _folder.At("photos"));
        Assert.Equal((before, false), (library.Catalog.FindDetailed(detail)!.Id, library.Catalog.FindDetailed(detail)!.IsRemote));
        Assert.Equal(2, library.Catalog.Count().Indexed);
    }

    [Fact]
    public void A_row_that_names_a_file_which_is_no_picture_does_not_bring_it_into_the_library()
    {
        File.WriteAllText(_folder.At("secret"), "not for the page");
        Directory.CreateDirectory(_folder.At("in"));
        using (var writer = new FeatureWriter(_folder.At("in"), FeatureLayout.Combined, 1, Dimension))
        {
            writer.Append(_folder.At("secret"), Enumerable.Repeat((Half)0.25f, Dimension).ToArray());
            writer.Complete();
        }

        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        Assert.Equal((1L, 0L), (Import(library, _folder.At("in")).Taken, library.Catalog.FindPath(_folder.At("secret")) is null ? 0L : 1L));
    }

    [Fact]
    public async Task Ids_that_are_paths_go_through_a_machine_without_the_files()
    {
        Directory.CreateDirectory(_folder.At("in"));
        using (var writer = new FeatureWriter(_folder.At("in"), FeatureLayout.Combined, 1, Dimension))
        {
            writer.Append("/home/ana/fotos/praia, 1.jpg", Enumerable.Repeat((Half)0.25f, Dimension).ToArray());
            writer.Complete();
        }

        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        Import(library, _folder.At("in"));
        await FeatureExport.RunAsync(library, _folder.At("out"), FeatureLayout.Combined, FeaturePrecision.Bits16, parquet: false);
        Assert.Equal(File.ReadAllText(_folder.At("in", "photo_ids.csv")), File.ReadAllText(_folder.At("out", "photo_ids.csv")));
    }

    [Fact]
    public void A_file_that_another_source_spoke_of_can_be_taken_over()
    {
        var (ids, _) = Write(_folder.At("in"), FeatureLayout.Combined, 1);
        Directory.CreateDirectory(_folder.At("photos"));
        var file = _folder.At("photos", $"{ids[0]}.jpg");
        File.WriteAllBytes(file, PaintedPictures.Encode(64, 48, 1));
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        using (var writer = library.Catalog.Details.Begin("captions"))
        {
            writer.Write(new Vislumbre.Sources.SourceTable("details", "captions", [new("key", Vislumbre.Sources.SourceValue.Key), new("file", Vislumbre.Sources.SourceValue.Text)]), [[file, file]]);
            writer.Commit();
        }

        Assert.Equal((1L, 1L), (Import(library, _folder.At("in"), _folder.At("photos")).Taken, library.Catalog.Count().Indexed));
        Assert.Equal(ids[0], library.Catalog.Details.Find(library.Catalog.FindPath(file)!.DetailId!.Value)!.Key);
    }

    private static ImportReport Import(PhotoLibrary library, string folder, string? photos = null) => new FeatureImport(library, Model, "", photos).Run(FeatureFolder.Open(folder));

    private static (List<string> Ids, Half[] Rows) Write(string folder, FeatureLayout layout, int count)
    {
        var random = new Random(count);
        var ids = Enumerable.Range(0, count).Select(i => $"{i:D8}-_A").ToList();
        var rows = new Half[count * Dimension];
        using var writer = new FeatureWriter(folder, layout, count, Dimension);
        for (var i = 0; i < count; i++)
        {
            var row = Enumerable.Range(0, Dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
            var length = MathF.Sqrt(row.Sum(number => number * number));
            for (var j = 0; j < Dimension; j++) rows[i * Dimension + j] = (Half)(row[j] / length);
            writer.Append(ids[i], rows.AsSpan(i * Dimension, Dimension));
        }

        writer.Complete();
        return (ids, rows);
    }
}
