using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Vislumbre.Features;

/// <summary>What the beginning of a .npy file says of the matrix after it.</summary>
/// <param name="Precision">The bits of a number.</param>
/// <param name="BigEndian">Whether a number's highest byte comes first.</param>
/// <param name="FortranOrder">Whether the columns stand one after another, and not the rows.</param>
/// <param name="Rows">Rows; zero or more.</param>
/// <param name="Columns">Numbers a row, from 1 to <see cref="MostColumns"/>.</param>
/// <param name="Start">Where the numbers begin, in bytes.</param>
/// <remarks>
/// The format (numpy.lib.format): the byte 93 hexadecimal and NUMPY, two bytes of version, the length of the header (2 bytes in version 1, 4 in 2 and 3,
/// little-endian), and the header, a Python dictionary with descr, fortran_order and shape. The file may come from anywhere, so nothing it
/// says is believed before it is checked.
/// </remarks>
internal sealed record NpyHeader(FeaturePrecision Precision, bool BigEndian, bool FortranOrder, long Rows, int Columns, long Start)
{
    /// <summary>The most numbers a row may have.</summary>
    public const int MostColumns = 1 << 16;

    private const int LongestHeader = 1 << 16;

    /// <summary>The first bytes of every .npy file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The bytes of a number.</summary>
    public int ItemSize => (int)Precision / 8;

    /// <summary>Reads the header and checks that the file is exactly as long as it says.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="handle">The file.</param>
    /// <exception cref="FeatureFileException">It is no .npy file of a matrix of fractions, is cut short or too long.</exception>
    public static NpyHeader Read(string path, SafeFileHandle handle)
    {
        var length = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[12];
        var got = RandomAccess.Read(handle, prefix, 0);
        if (got < 10 || !prefix.StartsWith(Magic))
            throw FeatureFileException.Of(path, "is not a .npy file, as numpy.save writes them", "não é um arquivo .npy, como os que numpy.save escreve");

        var version = prefix[6];
        if (version is < 1 or > 3 || prefix[7] != 0)
            throw FeatureFileException.Of(path, $"is of version {version}.{prefix[7]} of the .npy format; 1.0, 2.0 and 3.0 are read",
                $"é da versão {version}.{prefix[7]} do formato .npy; leem-se 1.0, 2.0 e 3.0");

        var start = version == 1 ? 10 : 12;
        if (got < start) throw CutShort(path, start, length);
        var headerLength = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (headerLength > LongestHeader)
            throw FeatureFileException.Of(path, $"announces a header of {headerLength} bytes; at most {LongestHeader} are read",
                $"anuncia um cabeçalho de {headerLength} bytes; leem-se no máximo {LongestHeader}");
        if (start + headerLength > length) throw CutShort(path, start + headerLength, length);

        var text = new byte[headerLength];
        for (var done = 0; done < text.Length;)
        {
            var count = RandomAccess.Read(handle, text.AsSpan(done), start + done);
            if (count == 0) throw CutShort(path, start + headerLength, start + done);
            done += count;
        }

        var header = new NpyDictionary(path, System.Text.Encoding.Latin1.GetString(text)).Read() with { Start = start + headerLength };
        header.CheckLength(path, length);
        return header;
    }

    private void CheckLength(string path, long length)
    {
        // Both factors are below 2^63 and 2^16 · 8, so 128 bits hold the product whatever the file says.
        var whole = (Int128)Start + (Int128)Rows * Columns * ItemSize;
        if (whole == length) return;
        if (whole > length) throw CutShort(path, whole, length);
        throw FeatureFileException.Of(path, $"is {length} bytes long and should end after {whole}, with its {Rows} × {Columns} numbers",
            $"tem {length} bytes e deveria acabar depois de {whole}, com seus {Rows} × {Columns} números");
    }

    private static FeatureFileException CutShort(string path, Int128 whole, long length) => FeatureFileException.Of(path,
        $"is cut short: it should have {whole} bytes and has {length}; copy it again", $"está truncado: deveria ter {whole} bytes e tem {length}; copie-o de novo");
}
