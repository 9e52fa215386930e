using System.Xml;

namespace Vislumbre.Imaging;

/// <summary>Some texts of an XMP packet, read in one pass however deep it nests; what cannot be read ends it. A property stands as an element, with or without a list in it, or as an attribute (ISO 16684-1).</summary>
internal sealed class XmpTexts
{
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Photoshop = "http://ns.adobe.com/photoshop/1.0/";
    private const string IptcCore = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";

    // Lists stand three deep in their properties, properties two deep in the packet.
    private const int MaximumDepth = 16, MaximumBytes = 16 << 20, MostTexts = 1000;

    private readonly Dictionary<(string Space, string Name), List<string>> _texts = new()
    {
        [(DublinCore, "description")] = [],
        [(DublinCore, "subject")] = [],
        [(DublinCore, "creator")] = [],
        [(IptcCore, "Location")] = [],
        [(Photoshop, "City")] = [],
        [(Photoshop, "Country")] = [],
    };

    public XmpTexts(byte[] packet)
    {
        if (packet.Length is 0 or > MaximumBytes) return;
        try
        {
            // Some writers end the packet with zeros.
            using var reader = XmlReader.Create(new MemoryStream(packet.AsSpan().TrimEnd((byte)0).ToArray()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            Read(reader);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What came before the damage counts. The reader answers some with other errors than its own.
        }
    }

    public IReadOnlyList<string> Description => _texts[(DublinCore, "description")];

    public IReadOnlyList<string> Subject => _texts[(DublinCore, "subject")];

    public IReadOnlyList<string> Creator => _texts[(DublinCore, "creator")];

    public IReadOnlyList<string> Location => _texts[(IptcCore, "Location")];

    public IReadOnlyList<string> City => _texts[(Photoshop, "City")];

    public IReadOnlyList<string> Country => _texts[(Photoshop, "Country")];

    private void Read(XmlReader reader)
    {
        var (property, depth) = ((List<string>?)null, 0);
        while (reader.Read() && reader.Depth <= MaximumDepth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (!reader.IsEmptyElement && property is null && _texts.TryGetValue((reader.NamespaceURI, reader.LocalName), out var found)) (property, depth) = (found, reader.Depth);
                while (reader.MoveToNextAttribute())
                {
                    if (_texts.TryGetValue((reader.NamespaceURI, reader.LocalName), out var attribute)) attribute.Add(reader.Value);
                }
            }
            else if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth)
            {
                property = null;
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && property?.Count < MostTexts)
            {
                property.Add(reader.Value);
            }
        }
    }
}
