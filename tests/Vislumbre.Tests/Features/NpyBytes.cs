using System.Buffers.Binary;

namespace Vislumbre.Tests.Features;

/// <summary>Writes .npy files byte by byte as the format's description says, apart from the writer under test.</summary>
internal static class NpyBytes
{
    /// <summary>A file of a matrix.</summary>
    /// <param name="descr">As NumPy says the kind of number: "&lt;f2" to ">f8".</param>
    /// <param name="rows">The matrix; every number must fit the kind.</param>
    public static byte[] Matrix(string descr, bool fortran, double[][] rows, byte version = 1)
    {
        var columns = rows.Length == 0 ? 1 : rows[0].Length;
        var numbers = fortran
            ? Enumerable.Range(0, columns).SelectMany(column => rows.Select(row => row[column]))
            : rows.SelectMany(row => row);
        return File($"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({rows.Length}, {columns}), }}",
            numbers.SelectMany(number => Number(descr, number)).ToArray(), version);
    }

    /// <summary>A file with any header and any bytes after it.</summary>
    public static byte[] File(string dictionary, byte[] data, byte version = 1)
    {
        var prefix = version == 1 ? 10 : 12;
        var length = (prefix + dictionary.Length + 1 + 63) / 64 * 64 - prefix;
        var bytes = new byte[prefix + length + data.Length];
        ((ReadOnlySpan<byte>)[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]).CopyTo(bytes);
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)length);
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), (uint)length);
        System.Text.Encoding.Latin1.GetBytes(dictionary.PadRight(length - 1) + "\n").CopyTo(bytes, prefix);
        data.CopyTo(bytes, prefix + length);
        return bytes;
    }

    private static byte[] Number(string descr, double number)
    {
        var bytes = descr[2] switch
        {
            '2' => BitConverter.GetBytes((Half)number),
            '4' => BitConverter.GetBytes((float)number),
            _ => BitConverter.GetBytes(number),
        };
        if (descr[0] == '>') Array.Reverse(bytes);
        return bytes;
    }
}
