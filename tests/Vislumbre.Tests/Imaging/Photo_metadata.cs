using System.Buffers.Binary;
using CsCheck;
using Vislumbre.Imaging;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Imaging;

public sealed class Photo_metadata
{
    private const string Xmp = """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <dc:description><rdf:Alt><rdf:li xml:lang="x-default">Pão de Açúcar</rdf:li></rdf:Alt></dc:description>
        <dc:subject><rdf:Bag><rdf:li>rio</rdf:li><rdf:li>mar</rdf:li></rdf:Bag></dc:subject>
        <dc:creator><rdf:Seq><rdf:li>Ana Souza</rdf:li></rdf:Seq></dc:creator>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        """;

    [Fact]
    public void Exif_tells_when_where_and_with_what_it_was_taken()
    {
        var read = Read(Jpeg(Exif()));
        Assert.Equal(Ms(2021, 6, 1, 12, 30, 15) + 250, read.TakenMs);
        Assert.Equal(("Canon", "EOS 5D", "EF 50mm"), (read.CameraMake, read.CameraModel, read.Lens));
        Assert.Equal((400, 2.8, 50.0, "1/250"), (read.Iso, read.Aperture, read.FocalLength, read.ExposureTime));
        Assert.Equal(-22.95, read.Latitude!.Value, 1e-9);
        Assert.Equal(-43.21, read.Longitude!.Value, 1e-9);
        Assert.Equal(("A bay", "J. Doe"), (read.Description, read.Photographer));
        Assert.Empty(read.Keywords);
    }

    [Theory]
    [InlineData("+02:00")]
    [InlineData("-03:00")]
    [InlineData("nonsense")]
    public void The_time_is_that_of_the_cameras_clock_whatever_its_zone(string offset) =>
        Assert.Equal(Ms(2021, 6, 1, 12, 30, 15) + 250, Read(Jpeg(Exif("2021:06:01 12:30:15", offset))).TakenMs);

    [Theory]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("1825:12:31 23:59:59")]
    [InlineData("2201:01:01 00:00:00")]
    [InlineData("    :  :     :  :  ")]
    [InlineData("2021:13:45 99:99:99")]
    public void A_time_that_no_photograph_has_is_absent(string clock) => Assert.Null(Read(Jpeg(Exif(clock))).TakenMs);

    [Fact]
    public void Numbers_that_make_no_sense_are_absent()
    {
        var read = Read(Jpeg(Exif(iso: 0, aperture: (28, 0), exposure: (0, 1), latitude: 91)));
        Assert.Equal((null, null, null, null, null), (read.Iso, read.Aperture, read.ExposureTime, read.Latitude, read.Longitude));
        Assert.Equal("2.5", Read(Jpeg(Exif(exposure: (5, 2)))).ExposureTime);
        Assert.Equal(50, read.FocalLength);
    }

    [Fact]
    public void Iptc_and_xmp_tell_the_caption_the_keywords_and_the_photographer()
    {
        var iptc = Read(Jpeg(Exif(), Iptc("A pier", "Joe", "sea", "pier", "sea")));
        Assert.Equal(("A pier", "Joe"), (iptc.Description, iptc.Photographer));
        Assert.Equal(["sea", "pier"], iptc.Keywords);
        var xmp = Read(Jpeg(XmpSegment(Xmp)));
        Assert.Equal(("Pão de Açúcar", "Ana Souza"), (xmp.Description, xmp.Photographer));
        Assert.Equal(["rio", "mar"], xmp.Keywords);
        Assert.Equal(["sea", "rio", "mar"], Read(Jpeg(Iptc("", "", "sea", "rio"), XmpSegment(Xmp))).Keywords);
    }

    [Fact]
    public void Iptc_and_xmp_tell_the_place()
    {
        var iptc = Read(Jpeg(Iptc("A pier", "Joe", place: ("Pier 39", "San Francisco", "USA"))));
        Assert.Equal(("Pier 39", "San Francisco", "USA"), (iptc.Location, iptc.City, iptc.Country));
        var said = "<photoshop:City>Rio</photoshop:City><photoshop:Country>Brasil</photoshop:Country><c:Location>Urca</c:Location></rdf:Description>";
        var xmp = Read(Jpeg(XmpSegment(Xmp.Replace("</rdf:Description>", said, StringComparison.Ordinal).Replace(
            "xmlns:dc", "xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" xmlns:c=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\" xmlns:dc", StringComparison.Ordinal))));
        Assert.Equal(("Urca", "Rio", "Brasil"), (xmp.Location, xmp.City, xmp.Country));
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(1_000_000)]
    public void Xmp_that_nests_without_end_is_no_end_of_the_program(int levels)
    {
        var nested = Xmp.Replace("Ana Souza", $"{string.Concat(Enumerable.Repeat("<rdf:Bag><rdf:li>", levels))}deep{string.Concat(Enumerable.Repeat("</rdf:li></rdf:Bag>", levels))}", StringComparison.Ordinal);
        Assert.Equal("Ana Souza", Read(PngXmp(Xmp)).Photographer);
        Assert.DoesNotContain("deep", Read(PngXmp(nested)).Photographer ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 3200, "1/3200")]
    [InlineData(1, 6400, "1/6400")]
    [InlineData(1, 16000, "1/16000")]
    [InlineData(1, 32000, "1/32000")]
    [InlineData(10, 2500, "1/250")]
    public void Fast_shutters_are_told_exactly(uint over, uint under, string written) => Assert.Equal(written, Read(Jpeg(Exif(exposure: (over, under)))).ExposureTime);

    // Found by changing bytes at random: the reader of XML answers it with another error than its own.
    [Fact]
    public void Xmp_that_the_reader_of_xml_stumbles_over_is_absent()
    {
        byte[] packet = [.. "<?xml version='1.0% encoding="u8, 0xaf, .. "utf-8'?>"u8];
        var read = Read(Jpeg(Exif(), Segment(0xe1, "http://ns.adobe.com/xap/1.0/\0"u8.ToArray(), packet)));
        Assert.Equal("EOS 5D", read.CameraModel);
    }

    [Theory]
    [InlineData(7)] // bytes as they are
    [InlineData(5)] // fractions
    [InlineData(2)] // text
    public void Tags_that_all_point_at_the_whole_block_take_no_memory(ushort type)
    {
        const int Tags = 5000;
        var length = type == 5 ? 8 : 1;
        byte[] table = [.. BitConverter.GetBytes((ushort)Tags), .. Enumerable.Range(0, Tags).SelectMany(i => (byte[])[.. BitConverter.GetBytes((ushort)(0xc000 + i % 0x3fff)), .. BitConverter.GetBytes(type), .. BitConverter.GetBytes(60_000 / length), .. BitConverter.GetBytes(8)]), 0, 0, 0, 0];
        var photo = Jpeg(Segment(0xe1, "Exif\0\0II*\0"u8.ToArray(), [8, 0, 0, 0], table));
        Read(photo);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(photo);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Texts_are_trimmed_on_one_line_and_not_endless()
    {
        var read = Read(Jpeg(Iptc("  two\nlines\u0007 \u0001 ", new string('é', 5000), [.. Enumerable.Range(0, 400).Select(i => $"k{i}")])));
        Assert.Equal("two lines", read.Description);
        Assert.Equal(new string('é', 2000), read.Photographer);
        Assert.Equal(200, read.Keywords.Count);
        Assert.Equal(1999, Read(Jpeg(Iptc("x" + string.Concat(Enumerable.Repeat("🌊", 1500)), "", "a"))).Description!.Length);
    }

    [Fact]
    public void Entities_of_xml_are_not_expanded()
    {
        var levels = string.Concat(Enumerable.Range(1, 12).Select(i => $"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">"));
        var bomb = $"<!DOCTYPE x [<!ENTITY e0 \"ha\">{levels}]>" + Xmp.Replace("Ana Souza", "&e12;", StringComparison.Ordinal);
        Assert.DoesNotContain("haha", Read(Jpeg(XmpSegment(bomb))).Photographer ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_no_error()
    {
        var whole = Jpeg(Exif(), Iptc("A pier", "Joe", "sea"), XmpSegment(Xmp));
        for (var length = 0; length < whole.Length; length++) Read(whole[..length]);
        Assert.Equal("EOS 5D", Read(whole).CameraModel);
    }

    [Fact]
    public void A_damaged_file_is_no_error()
    {
        var whole = Jpeg(Exif(), Iptc("A pier", "Joe", "sea"), XmpSegment(Xmp));
        Gen.Select(Gen.Int[2, whole.Length - 1], Gen.Byte).Array[1, 20].Sample(
            changes =>
            {
                var damaged = whole.ToArray();
                foreach (var (at, value) in changes) damaged[at] = value;
                var read = Read(damaged);
                Assert.False(read.Iso <= 0 || Math.Abs(read.Latitude ?? 0) > 90 || read.Description?.Any(char.IsControl) == true);
            },
            iter: 2000);
    }

    [Fact]
    public void Files_of_other_kinds_hold_nothing()
    {
        Assert.Same(PhotoMetadata.None, Read([]));
        Assert.Same(PhotoMetadata.None, Read("%PDF-1.7 no photo"u8.ToArray()));
        foreach (var kind in new[] { "png", "webp", "jpg" }) Assert.Null(Read(PaintedPictures.Encode(32, 32, 1, kind)).CameraMake);
        Gen.Byte.Array[0, 400].Sample(bytes => { Read(bytes); }, iter: 1000);
    }

    [Fact]
    public void Photographs_of_an_archive_are_read()
    {
        Assert.SkipWhen(SharedFolder.IsAbsent, SharedFolder.Reason);
        var read = System.IO.Directory.GetFiles(SharedFolder.At("photos", "documerica"), "*.jpg").Order().Select(file => Read(File.ReadAllBytes(file))).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine($"{read.Length} files: {read.Count(r => r.TakenMs is not null)} times, {read.Count(r => r.Description is not null)} descriptions, {read.Count(r => r.CameraModel is not null)} cameras");
        Assert.NotEmpty(read);
        Assert.All(read, r => Assert.False(r.Iso <= 0 || r.Description?.Length > 2000));
    }

    private static PhotoMetadata Read(byte[] file) => PhotoMetadataReader.Read(PhotoSource.FromBytes(file));

    private static long Ms(int year, int month, int day, int hour, int minute, int second) =>
        new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).ToUnixTimeMilliseconds();

    // A painted JPEG with segments of metadata after its first marker.
    private static byte[] Jpeg(params byte[][] segments)
    {
        var painted = PaintedPictures.Encode(16, 16, 1);
        return [.. painted[..2], .. segments.SelectMany(segment => segment), .. painted[2..]];
    }

    private static byte[] Segment(byte marker, params byte[][] parts)
    {
        var body = parts.SelectMany(part => part).ToArray();
        return [0xff, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];
    }

    private static byte[] XmpSegment(string xmp) => Segment(0xe1, "http://ns.adobe.com/xap/1.0/\0"u8.ToArray(), System.Text.Encoding.UTF8.GetBytes(xmp));

    // A painted PNG with XMP behind its header, as iTXt has it.
    private static byte[] PngXmp(string xmp)
    {
        const int HeaderEnd = 33;
        var painted = PaintedPictures.Encode(16, 16, 1, "png");
        byte[] chunk = [.. "iTXt"u8, .. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. System.Text.Encoding.UTF8.GetBytes(xmp)];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, chunk.Length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(sum, System.IO.Hashing.Crc32.HashToUInt32(chunk));
        return [.. painted[..HeaderEnd], .. length, .. chunk, .. sum, .. painted[HeaderEnd..]];
    }

    private static byte[] Iptc(string caption, string byLine, params string[] keywords) => Iptc(caption, byLine, ("", "", ""), keywords);

    private static byte[] Iptc(string caption, string byLine, (string Part, string City, string Country) place, params string[] keywords)
    {
        byte[] Record(int record, int tag, byte[] value) => [0x1c, (byte)record, (byte)tag, (byte)(value.Length >> 8), (byte)value.Length, .. value];
        byte[] data = [.. Record(1, 90, [0x1b, 0x25, 0x47]), .. Record(2, 120, System.Text.Encoding.UTF8.GetBytes(caption)), .. Record(2, 80, System.Text.Encoding.UTF8.GetBytes(byLine)), .. Record(2, 92, System.Text.Encoding.UTF8.GetBytes(place.Part)), .. Record(2, 90, System.Text.Encoding.UTF8.GetBytes(place.City)), .. Record(2, 101, System.Text.Encoding.UTF8.GetBytes(place.Country)), .. keywords.SelectMany(k => Record(2, 25, System.Text.Encoding.UTF8.GetBytes(k)))];
        if (data.Length % 2 == 1) data = [.. data, 0];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return Segment(0xed, "Photoshop 3.0\0"u8.ToArray(), "8BIM"u8.ToArray(), [4, 4, 0, 0], length, data);
    }

    private static byte[] Exif(string clock = "2021:06:01 12:30:15", string? offset = null, ushort iso = 400, (uint, uint)? aperture = null, (uint, uint)? exposure = null, uint latitude = 22)
    {
        // TIFF, little endian: three directories with their values behind each.
        var camera = new List<(ushort, ushort, byte[])> { Text(0x9003, clock), Text(0x9291, "25"), Text(0xa434, "EF 50mm"), (0x8827, 3, BitConverter.GetBytes(iso)), Ratio(0x829d, aperture ?? (28, 10)), Ratio(0x920a, (50, 1)), Ratio(0x829a, exposure ?? (1, 250)) };
        if (offset is not null) camera.Add(Text(0x9011, offset));
        var gps = new List<(ushort, ushort, byte[])> { Text(1, "S"), Ratio(2, (latitude, 1), (57, 1), (0, 1)), Text(3, "W"), Ratio(4, (43, 1), (12, 1), (36, 1)) };
        (ushort, ushort, byte[])[] Main(int cameraAt, int gpsAt) => [Text(0x10e, "A bay"), Text(0x10f, "Canon"), Text(0x110, "EOS 5D"), Text(0x13b, "J. Doe"), (0x8769, 4, BitConverter.GetBytes(cameraAt)), (0x8825, 4, BitConverter.GetBytes(gpsAt))];
        var cameraAt = 8 + Directory(8, Main(0, 0)).Length;
        var gpsAt = cameraAt + Directory(cameraAt, camera).Length;
        return Segment(0xe1, "Exif\0\0II*\0"u8.ToArray(), [8, 0, 0, 0], Directory(8, Main(cameraAt, gpsAt)), Directory(cameraAt, camera), Directory(gpsAt, gps));
    }

    private static (ushort, ushort, byte[]) Text(ushort tag, string text) => (tag, 2, System.Text.Encoding.UTF8.GetBytes(text + "\0"));

    private static (ushort, ushort, byte[]) Ratio(ushort tag, params (uint, uint)[] values) =>
        (tag, 5, [.. values.SelectMany(v => BitConverter.GetBytes(v.Item1).Concat(BitConverter.GetBytes(v.Item2)))]);

    private static byte[] Directory(int at, IReadOnlyCollection<(ushort Tag, ushort Type, byte[] Value)> entries)
    {
        var (table, values) = (new List<byte>(BitConverter.GetBytes((ushort)entries.Count)), new List<byte>());
        foreach (var (tag, type, value) in entries.OrderBy(entry => entry.Tag))
        {
            table.AddRange([.. BitConverter.GetBytes(tag), .. BitConverter.GetBytes(type), .. BitConverter.GetBytes(value.Length / (type switch { 2 => 1, 3 => 2, 4 => 4, _ => 8 }))]);
            table.AddRange(value.Length <= 4 ? [.. value, .. new byte[4 - value.Length]] : BitConverter.GetBytes(at + 6 + 12 * entries.Count + values.Count));
            if (value.Length > 4) values.AddRange(value);
        }

        return [.. table, 0, 0, 0, 0, .. values];
    }
}
