using System.Numerics.Tensors;
using CsCheck;
using Microsoft.Data.Sqlite;
using Vislumbre.Encoding;
using Vislumbre.Indexing;
using Vislumbre.Models;
using Vislumbre.Searching;
using Vislumbre.Testing;
using Vislumbre.Vectors;

namespace Vislumbre.Tests.Searching;

/// <summary>How far a hit stands above what ordinary sentences reach with its photo.</summary>
public sealed class Strength_of_hits : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void Mean_and_deviation_are_those_of_the_similarities_sentence_by_sentence() => Gen.Int[2, 300].Select(Gen.Int[1, 70], Gen.Int).Sample(
        (count, dimension, seed) =>
        {
            var random = new Random(seed);
            var bank = Rows(count, dimension, random);
            var photo = Rows(1, dimension, random).Row(0).ToArray();
            var scores = Enumerable.Range(0, count).Select(row => Dot(bank.Row(row), photo)).ToList();
            var mean = scores.Average();
            var deviation = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
            var found = Background.Of(bank).Of(photo);
            Assert.Equal(mean, found.Mean, 1e-5);
            // Where the deviation is next to nothing, single precision has nothing left of its square.
            Assert.Equal(deviation * deviation, found.Deviation * found.Deviation, 1e-6);
            if (deviation > 0.01) Assert.Equal((Dot(bank.Row(0), photo) - mean) / deviation, Background.Of(bank).Strength(bank.Row(0), photo), 2e-3);
        },
        iter: 200);

    [Fact]
    public void Strength_does_not_change_where_space_is_turned_or_similarities_are_shifted_and_stretched_alike()
    {
        var random = new Random(5);
        var (bank, photo, words) = (Rows(90, 24, random), Rows(1, 24, random).Row(0).ToArray(), Rows(1, 24, random).Row(0).ToArray());
        var strength = Background.Of(bank).Strength(words, photo);
        // A mirror at a random vector turns everything.
        var mirror = Rows(1, 24, random).Row(0).ToArray();
        float[] Turn(ReadOnlySpan<float> row)
        {
            var turned = row.ToArray();
            TensorPrimitives.MultiplyAdd(mirror, -2 * TensorPrimitives.Dot(row, mirror), turned, turned);
            return turned;
        }

        // One coordinate more, the same for every sentence and query, adds the same to every similarity; a longer photo stretches them.
        float[] Longer(ReadOnlySpan<float> row, float last) => [.. row, last];
        Assert.Equal(strength, Background.Of(Each(bank, row => Turn(bank.Row(row)))).Strength(Turn(words), Turn(photo)), 1e-4f);
        var stretched = Longer(photo.Select(value => 3 * value).ToArray(), 0.7f);
        Assert.Equal(strength, Background.Of(Each(bank, row => Longer(bank.Row(row), 0.5f))).Strength(Longer(words, 0.5f), stretched), 1e-4f);
    }

    [Fact]
    public void Where_every_sentence_is_equally_near_nothing_stands_above()
    {
        float[] same = [0.6f, 0.8f];
        Assert.Equal(0, Background.Of(EmbeddingMatrix.FromRows([same, same, same], 2)).Strength([1f, 0f], [0f, 1f]));
    }

    [Fact]
    public void A_file_is_read_as_it_was_written_and_not_at_all_where_it_was_cut_lengthened_or_changed()
    {
        var path = _folder.At("a", "b.background");
        var background = Background.Of(Rows(40, 12, new Random(3)));
        BackgroundFile.Write(path, background);
        var read = BackgroundFile.TryRead(path, 12)!;
        Assert.Equal(background.Mean, read.Mean);
        Assert.Equal(background.Covariance, read.Covariance);
        Assert.Single(Directory.GetFiles(_folder.At("a")));
        Assert.Null(BackgroundFile.TryRead(path, 13));
        Assert.Null(BackgroundFile.TryRead(_folder.At("nothing"), 12));

        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Null(BackgroundFile.TryRead(path, 12));
        }

        File.WriteAllBytes(path, [.. whole, 0]);
        Assert.Null(BackgroundFile.TryRead(path, 12));
        // Every byte but the four that are nothing.
        foreach (var at in Enumerable.Range(0, whole.Length).Where(at => at is < 12 or >= 16))
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x10;
            File.WriteAllBytes(path, changed);
            Assert.Null(BackgroundFile.TryRead(path, 12));
        }
    }

    [Fact]
    public async Task A_search_has_strengths_once_the_library_is_prepared_and_a_damaged_file_is_made_again()
    {
        using var encoder = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        PaintedPictures.WriteFolder(_folder.At("photos"), 12, width: 64);
        var library = PhotoLibrary.Open(_folder.At("library"), create: true);
        await new PhotoIndexer(library, encoder).RunAsync([_folder.At("photos")]);
        var query = new SearchQuery { Text = "a red boat", Count = 12 };
        var without = await new PhotoSearcher(library, encoder).SearchAsync(query);
        Assert.All(without.Hits, hit => Assert.Null(hit.Strength));
        Assert.Null(without.LikelyCount);
        await Assert.ThrowsAsync<SearchException>(() => new PhotoSearcher(library, encoder).SearchAsync(query with { OnlyLikely = true }));

        var searcher = new PhotoSearcher(library, encoder);
        await searcher.PrepareStrengthsAsync();
        var file = Assert.Single(Directory.GetFiles(library.Folder.Vectors, "*.background"));
        var result = await searcher.SearchAsync(query);
        Assert.Equal(without.Hits.Select(hit => hit.Photo.Id), result.Hits.Select(hit => hit.Photo.Id));
        var background = Background.Of(CaptionBank.Bilingual.Encode(encoder.Text));
        Assert.All(result.Hits, hit => Assert.Equal(background.Strength(encoder.Text.Encode("a red boat"), library.Catalog.Embeddings.Find(hit.Photo.Id)!), hit.Strength!.Value, 1e-3f));
        Assert.Equal(result.Hits.Count(hit => hit.Strength >= SearchResult.CutOff), result.LikelyCount);
        Assert.Equal(result.Hits.Where(hit => hit.IsLikely).Select(hit => hit.Photo.Id), (await searcher.SearchAsync(query with { OnlyLikely = true })).Hits.Select(hit => hit.Photo.Id));

        // Pages of likely hits are parts of the whole of them.
        var likely = result.Hits.Where(hit => hit.IsLikely).Select(hit => hit.Photo.Id).ToList();
        var paged = new List<long>();
        for (var skip = 0; skip < 12; skip += 2) paged.AddRange((await searcher.SearchAsync(query with { OnlyLikely = true, Count = 2, Skip = skip })).Hits.Select(hit => hit.Photo.Id));
        Assert.Equal(likely, paged);

        // What is pushed away does not count towards the strength; with a picture there is none.
        var pushed = await searcher.SearchAsync(new SearchQuery { Expression = QueryExpression.Parse("\"a red boat\" -sea"), Count = 12 });
        Assert.Equal(result.Hits.ToDictionary(hit => hit.Photo.Id, hit => hit.Strength!.Value), pushed.Hits.ToDictionary(hit => hit.Photo.Id, hit => hit.Strength!.Value));
        Assert.All((await searcher.SearchAsync(query with { LikePhoto = 1 })).Hits, hit => Assert.Null(hit.Strength));
        await Assert.ThrowsAsync<SearchException>(() => searcher.SearchAsync(new SearchQuery { LikePhoto = 1, OnlyLikely = true }));

        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, whole[..^9], TestContext.Current.CancellationToken);
        var next = new PhotoSearcher(library, encoder);
        Assert.All((await next.SearchAsync(query)).Hits, hit => Assert.Null(hit.Strength));
        await next.PrepareStrengthsAsync();
        Assert.Equal(whole, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_bank_has_each_sentence_once_in_both_languages()
    {
        Assert.Equal(CaptionBank.English.Sentences, CaptionBank.Bilingual.Sentences.Take(CaptionBank.English.Sentences.Count));
        Assert.True(CaptionBank.Bilingual.Sentences.Count > 1.9 * CaptionBank.English.Sentences.Count);
        Assert.All(CaptionBank.Bilingual.Sentences, sentence => Assert.Equal(sentence.Trim(), sentence));
        Assert.Equal(CaptionBank.Bilingual.Sentences.Count, CaptionBank.Bilingual.Sentences.Distinct().Count());
        Assert.Same(CaptionBank.English, CaptionBank.For(new ModelIdentity("clip-vit-base-patch32", new string('0', 64), 512)));
        Assert.Same(CaptionBank.Bilingual, CaptionBank.For(new ModelIdentity("mini", new string('0', 64), 256)));
    }

    private static double Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++) sum += (double)one[i] * other[i];
        return sum;
    }

    private static EmbeddingMatrix Each(EmbeddingMatrix rows, Func<int, float[]> row) =>
        Enumerable.Range(0, rows.Count).Select(row).ToList() is var all ? EmbeddingMatrix.FromRows(all, all[0].Length) : rows;

    private static EmbeddingMatrix Rows(int count, int dimension, Random random) => EmbeddingMatrix.FromRows(
        [.. Enumerable.Range(0, count).Select(_ =>
        {
            var row = Enumerable.Range(0, dimension).Select(_ => (float)(random.NextDouble() + random.NextDouble() - 0.8)).ToArray();
            UnitVectors.Normalize(row);
            return row;
        })], dimension);
}
