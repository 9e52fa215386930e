using System.Runtime.InteropServices;
using CsCheck;
using Vislumbre.Features;
using Vislumbre.Testing;
using Vislumbre.Tests.Models;

namespace Vislumbre.Tests.Features;

public sealed class Npy_files : IDisposable
{
    private const string Good = "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }";
    private static readonly string[] Kinds = ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"];
    private static readonly Gen<Half> AnyHalf = Gen.UShort.Select(BitConverter.UInt16BitsToHalf);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_matrix_of_every_kind_and_order_is_read_to_its_numbers_from_any_row_on() =>
        Gen.Select(Gen.Int[0, 5].Select(i => Kinds[i]), Gen.Bool, Gen.Byte[1, 3], Gen.Int[1, 9], Gen.Int[1, 7], Gen.Int[0, 8], Gen.Double[-70000, 70000].Array[63])
            .Sample((descr, fortran, version, count, columns, first, numbers) =>
            {
                first = Math.Min(first, count);
                var rows = Enumerable.Range(0, count).Select(row => numbers[(row * columns)..((row + 1) * columns)]).ToArray();
                using var reader = NpyReader.Open(Write(NpyBytes.Matrix(descr, fortran, rows, version)));
                Assert.Equal((count, columns, 8 * (descr[2] - '0')), ((int)reader.Rows, reader.Columns, (int)reader.Precision));
                var halves = new Half[(count - first) * columns];
                var floats = new float[halves.Length];
                reader.Read(first, count - first, halves);
                reader.Read(first, count - first, floats);
                var stored = rows[first..].SelectMany(row => row).Select(number => descr[2] switch { '2' => (double)(Half)number, '4' => (float)number, _ => number }).ToArray();
                Assert.Equal(Array.ConvertAll(stored, number => (Half)number), halves);
                Assert.Equal(Array.ConvertAll(stored, number => (float)number), floats);
            }, iter: 500, threads: 1);

    [Fact]
    public void Half_precision_comes_and_goes_bit_for_bit_whatever_the_bits() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 20]).SelectMany((rows, columns) => AnyHalf.Array[rows * columns].Select(halves => (rows, columns, halves))).Sample((rows, columns, halves) =>
        {
            var path = _folder.At("a.npy");
            using (var writer = new NpyWriter(path, rows, columns))
            {
                for (var row = 0; row < rows; row++) writer.Append(halves.AsSpan(row * columns, columns));
                writer.Complete();
            }

            using var reader = NpyReader.Open(path);
            var read = new Half[halves.Length];
            reader.Read(0, rows, read);
            Assert.Equal(MemoryMarshal.AsBytes<Half>(halves), MemoryMarshal.AsBytes<Half>(read));

            var turned = MemoryMarshal.Cast<Half, byte>(halves).ToArray();
            for (var i = 0; i < turned.Length; i += 2) Array.Reverse(turned, i, 2);
            using var other = NpyReader.Open(Write(NpyBytes.File($"{{'descr': '>f2', 'fortran_order': False, 'shape': ({rows}, {columns}), }}", turned)));
            other.Read(0, rows, read);
            Assert.Equal(MemoryMarshal.AsBytes<Half>(halves), MemoryMarshal.AsBytes<Half>(read));
        }, iter: 200, threads: 1);

    [Fact]
    public void Single_precision_comes_and_goes_bit_for_bit_and_is_rounded_once_to_half()
    {
        float[] row = [1.0004883f, 1.00048834f, -0f, 65519.9f, 65520f, 6e-8f, 1e-9f];
        foreach (var precision in new[] { FeaturePrecision.Bits16, FeaturePrecision.Bits32 })
        {
            using (var writer = new NpyWriter(_folder.At("a.npy"), 1, row.Length, precision))
            {
                writer.Append(row);
                writer.Complete();
            }

            using var reader = NpyReader.Open(_folder.At("a.npy"));
            var floats = new float[row.Length];
            reader.Read(0, 1, floats);
            Assert.Equal(precision == FeaturePrecision.Bits32 ? row : Array.ConvertAll(row, number => (float)(Half)number), floats);
        }
    }

    [Fact]
    public void The_numbers_begin_at_a_multiple_of_64_bytes_as_NumPy_has_them()
    {
        foreach (var columns in new[] { 1, 10, 512, 65536 })
        {
            using var writer = new NpyWriter(_folder.At("a.npy"), 0, columns);
            writer.Complete();
            Assert.Equal(0, new FileInfo(_folder.At("a.npy")).Length % 64);
        }
    }

    [Fact]
    public void Large_matrices_are_read_in_pieces()
    {
        const int Rows = 70_001;
        var values = Enumerable.Range(0, Rows * 2).Select(i => (double)(i % 2048)).ToArray();
        var rows = values.Chunk(2).ToArray();
        foreach (var (descr, fortran) in new[] { (">f4", false), ("<f2", true) })
        {
            using var reader = NpyReader.Open(Write(NpyBytes.Matrix(descr, fortran, rows)));
            var floats = new float[values.Length];
            reader.Read(0, Rows, floats);
            Assert.Equal(Array.ConvertAll(values, value => (float)value), floats);
        }
    }

    [Theory]
    [InlineData("{'descr': '=f2', 'fortran_order': False, 'shape': (2, 3), }", "a kind that is not read")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", "a kind that is not read")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }", "a kind that is not read")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (6,), }", "array of 1 dimensions")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (), }", "array of 0 dimensions")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (1, 2, 3), }", "array of 3 dimensions")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (6, 0), }", "rows of 0 numbers")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (1, 65537), }", "rows of 65537 numbers")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (9223372036854775807, 65536), }", "cut short")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (9223372036854775808, 1), }", "NumPy does not write")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (-2, 3), }", "NumPy does not write")]
    [InlineData("{'descr': '<f2', 'fortran_order': 0, 'shape': (2, 3), }", "NumPy does not write")]
    [InlineData("{'descr': [('x', '<f2')], 'fortran_order': False, 'shape': (2, 3), }", "NumPy does not write")]
    [InlineData("{'descr': '<f2', 'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }", "NumPy does not write")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), 'more': 1}", "NumPy does not write")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, }", "NumPy does not write")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), } x", "NumPy does not write")]
    [InlineData("{'descr': '<f2", "NumPy does not write")]
    [InlineData("", "NumPy does not write")]
    public void Each_header_that_is_not_of_a_matrix_of_fractions_has_its_own_sentence(string header, string sentence) => AssertRefused(NpyBytes.File(header, new byte[12]), sentence);

    [Fact]
    public void A_file_of_another_length_or_kind_is_refused()
    {
        AssertRefused(NpyBytes.File(Good, new byte[11]), "cut short");
        AssertRefused(NpyBytes.File(Good, new byte[13]), "should end after");
        AssertRefused(NpyBytes.File(Good, new byte[12])[..40], "cut short");
        AssertRefused(NpyBytes.File(Good, new byte[12], version: 2)[..11], "cut short");
        AssertRefused(NpyBytes.File(Good, new byte[12], version: 4), "version 4.0");
        AssertRefused([], "not a .npy file");
        AssertRefused("photo_id\na\nb\n"u8.ToArray(), "not a .npy file");
        var long2 = NpyBytes.File(Good, new byte[12], version: 2);
        long2[11] = 0xff;
        AssertRefused(long2, "at most 65536");
        Assert.Contains("There is no file", Assert.Throws<FeatureFileException>(() => NpyReader.Open(_folder.At("none.npy"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_changed_it_reads_or_refuses_without_much_memory()
    {
        foreach (var version in new byte[] { 1, 2, 3 })
        {
            Damage.Of(NpyBytes.File(Good, new byte[12], version)).Sample(bytes =>
            {
                var path = Write(bytes);
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    using var reader = NpyReader.Open(path);
                    reader.Read(0, (int)reader.Rows, new float[(int)reader.Rows * reader.Columns]);
                }
                catch (FeatureFileException)
                {
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
            }, iter: 2000, threads: 1);
        }
    }

    [Fact]
    public void Rows_that_are_not_there_are_not_read()
    {
        using var reader = NpyReader.Open(Write(NpyBytes.File(Good, new byte[12])));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(1, 2, new Half[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(-1, 1, new Half[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(long.MaxValue, 1, new Half[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(0, 2, new Half[5]));
        using (var file = new FileStream(reader.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(file.Length - 1);
        Assert.Contains("shorter", Assert.Throws<FeatureFileException>(() => reader.Read(0, 2, new Half[6])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_finished_has_no_name_and_leaves_nothing()
    {
        using (var writer = new NpyWriter(_folder.At("a.npy"), 2, 3))
        {
            writer.Append(new Half[3]);
            Assert.False(File.Exists(_folder.At("a.npy")));
            Assert.Throws<InvalidOperationException>(writer.Complete);
            Assert.Throws<ArgumentException>(() => writer.Append(new Half[2]));
        }

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private void AssertRefused(byte[] bytes, string sentence)
    {
        var path = Write(bytes);
        var message = Assert.Throws<FeatureFileException>(() => NpyReader.Open(path)).Message;
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.Contains(path, message, StringComparison.Ordinal);
    }

    private string Write(byte[] bytes)
    {
        var path = _folder.At("written.npy");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
