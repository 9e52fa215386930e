using System.Runtime.InteropServices;
using Vislumbre.Features;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Features;

/// <summary>What NumPy and pandas write is read, and they read what is written, to the last bit.</summary>
public sealed class NumPy_exchange : IDisposable
{
    private const int Rows = 70;
    private const int Dimension = 24;
    private readonly TemporaryFolder _folder = new();

    public NumPy_exchange() => Assert.SkipWhen(NumPy.IsAbsent, NumPy.Reason);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NumPy_and_pandas_read_what_is_written_bit_for_bit()
    {
        var vectors = UnitRows.Random(Rows, Dimension);
        string[] ids = [.. Enumerable.Range(0, Rows).Select(i => i switch { 3 => "a,b", 4 => "say \"hello\"", 5 => "two\nlines", 6 => "ção", _ => $"id-{i:D3}" })];
        Write("half", FeatureLayout.Combined, FeaturePrecision.Bits16);
        Write("single", FeatureLayout.Combined, FeaturePrecision.Bits32);
        Write("batches", FeatureLayout.Batches, FeaturePrecision.Bits16);
        File.WriteAllBytes(_folder.At("half.raw"), MemoryMarshal.AsBytes<Half>(vectors).ToArray());
        File.WriteAllBytes(_folder.At("ids.raw"), System.Text.Encoding.UTF8.GetBytes(string.Join('\0', ids)));
        NumPy.Run(_folder.Path, $"""
            from pathlib import Path
            expected = np.frombuffer(open('half.raw', 'rb').read(), '<f2').reshape({Rows}, {Dimension})
            names = open('ids.raw', 'rb').read().decode().split('\0')
            def same(npy, csv, rows, dtype):
                a = np.load(npy)
                assert a.dtype == dtype and a.flags['C_CONTIGUOUS'], a.dtype
                assert a.tobytes() == expected[rows].astype(dtype).tobytes(), npy
                assert list(pd.read_csv(csv)['photo_id']) == names[rows], csv
            same('half/features.npy', 'half/photo_ids.csv', slice(None), np.float16)
            same('single/features.npy', 'single/photo_ids.csv', slice(None), np.float32)
            files = sorted(Path('batches').glob('*.npy'))
            assert [f.stem for f in files] == ['0000000000', '0000000001', '0000000002']
            for i, f in enumerate(files):
                same(f, f.with_suffix('.csv'), slice(i * 32, i * 32 + 32), np.float16)
            """);

        void Write(string name, FeatureLayout layout, FeaturePrecision precision)
        {
            using var writer = new FeatureWriter(_folder.At(name), layout, Rows, Dimension, precision);
            for (var row = 0; row < Rows; row++) writer.Append(ids[row], vectors.AsSpan(row * Dimension, Dimension));
            writer.Complete();
        }
    }

    [Fact]
    public void What_NumPy_saves_is_read_whatever_its_kind_and_order()
    {
        NumPy.Run(_folder.Path, """
            a = np.random.default_rng(1).standard_normal((37, 11))
            for order in 'CF':
                for kind in ['<f2', '>f2', '<f4', '>f4', '<f8', '>f8']:
                    x = np.asarray(a.astype(kind), order=order)
                    name = f'{order}{"lb"[kind[0] == ">"]}{kind[2]}'
                    np.save(name + '.npy', x)
                    open(name + '.f2', 'wb').write(np.ascontiguousarray(x).astype('<f2').tobytes())
                    open(name + '.f4', 'wb').write(np.ascontiguousarray(x).astype('<f4').tobytes())
            """);
        var files = Directory.GetFiles(_folder.Path, "*.npy");
        Assert.Equal(12, files.Length);
        foreach (var file in files)
        {
            using var reader = NpyReader.Open(file);
            var halves = new Half[37 * 11];
            var floats = new float[37 * 11];
            reader.Read(0, 37, halves);
            reader.Read(0, 37, floats);
            Assert.Equal(File.ReadAllBytes(Path.ChangeExtension(file, ".f2")), MemoryMarshal.AsBytes<Half>(halves).ToArray());
            Assert.Equal(File.ReadAllBytes(Path.ChangeExtension(file, ".f4")), MemoryMarshal.AsBytes<float>(floats).ToArray());
        }
    }

    [Fact]
    public void What_the_notebook_saves_is_read_bit_for_bit_with_and_without_pandas_index()
    {
        NumPy.Run(_folder.Path, """
            import os
            os.mkdir('features')
            a = np.random.default_rng(1).standard_normal((70, 24)).astype(np.float32)
            a = (a / np.linalg.norm(a, axis=-1, keepdims=True)).astype(np.float16)
            ids = pd.DataFrame([f'p"{i},' for i in range(70)], columns=['photo_id'])
            for i in range(0, 70, 32):
                np.save(f'features/{i // 32:010d}.npy', a[i:i + 32])
                ids[i:i + 32].to_csv(f'features/{i // 32:010d}.csv', index=i == 32)
            open('expected', 'wb').write(a.tobytes())
            """);
        var findings = new FeatureFindings();
        var block = Assert.Single(FeatureFolder.Open(_folder.Path).Read(findings));
        Assert.Equal(Enumerable.Range(0, 70).Select(i => $"p\"{i},"), block.Rows.Select(row => row.Id));
        Assert.Equal(File.ReadAllBytes(_folder.At("expected")), MemoryMarshal.AsBytes<Half>(block.Vectors).ToArray());
        Assert.Empty(findings.Faults);
        Assert.Equal(0, findings.Normalised);
    }
}
