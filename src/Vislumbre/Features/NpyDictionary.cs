using System.Globalization;

namespace Vislumbre.Features;

/// <summary>Reads the dictionary in a .npy file's header: strictly what NumPy writes there, and nothing else that Python could say.</summary>
/// <param name="path">The file's name, for messages.</param>
/// <param name="text">The header.</param>
internal sealed class NpyDictionary(string path, string text)
{
    private int _at;

    /// <summary>Gives the three values; where the numbers begin is left at zero.</summary>
    /// <exception cref="FeatureFileException">It is no such dictionary, or not of a matrix of fractions.</exception>
    public NpyHeader Read()
    {
        string? descr = null;
        bool? fortran = null;
        List<long>? shape = null;
        Expect('{');
        while (!Take('}'))
        {
            var key = Quoted();
            Expect(':');
            if (key == "descr" && descr is null) descr = Quoted();
            else if (key == "fortran_order" && fortran is null) fortran = Truth();
            else if (key == "shape" && shape is null) shape = Shape();
            else throw Damaged();
            if (Take(',')) continue;
            Expect('}');
            break;
        }

        if (!text.AsSpan(_at).Trim(" \n").IsEmpty || descr is null || fortran is null || shape is null) throw Damaged();
        return Of(descr, fortran.Value, shape);
    }

    private NpyHeader Of(string descr, bool fortran, List<long> shape)
    {
        if (descr is not ['<' or '>', 'f', '2' or '4' or '8'])
        {
            throw FeatureFileException.Of(path, "holds numbers of a kind that is not read: save them as float16, float32 or float64",
                "contém números de um tipo que não se lê: salve-os como float16, float32 ou float64");
        }

        if (shape.Count != 2)
        {
            throw FeatureFileException.Of(path, $"holds an array of {shape.Count} dimensions; features are a matrix with a row for each photo (.reshape(rows, columns))",
                $"contém um array de {shape.Count} dimensões; features são uma matriz com uma linha por foto (.reshape(linhas, colunas))");
        }

        if (shape[1] is < 1 or > NpyHeader.MostColumns)
        {
            throw FeatureFileException.Of(path, $"has rows of {shape[1]} numbers; 1 to {NpyHeader.MostColumns} are read",
                $"tem linhas de {shape[1]} números; leem-se de 1 a {NpyHeader.MostColumns}");
        }

        return new NpyHeader((FeaturePrecision)(8 * (descr[2] - '0')), descr[0] == '>', fortran, shape[0], (int)shape[1], 0);
    }

    private List<long> Shape()
    {
        var sizes = new List<long>();
        Expect('(');
        while (!Take(')'))
        {
            sizes.Add(Number());
            if (Take(',')) continue;
            Expect(')');
            break;
        }

        return sizes;
    }

    private long Number()
    {
        Blanks();
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
        return long.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Damaged();
    }

    private bool Truth()
    {
        Blanks();
        foreach (var word in (ReadOnlySpan<string>)["True", "False"])
        {
            if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) continue;
            _at += word.Length;
            return word == "True";
        }

        throw Damaged();
    }

    private string Quoted()
    {
        Blanks();
        if (_at >= text.Length || text[_at] is not ('\'' or '"')) throw Damaged();
        var end = text.IndexOf(text[_at], _at + 1);
        if (end < 0) throw Damaged();
        var inside = text[(_at + 1)..end];
        _at = end + 1;
        return inside;
    }

    private void Expect(char wanted)
    {
        if (!Take(wanted)) throw Damaged();
    }

    private bool Take(char wanted)
    {
        Blanks();
        if (_at >= text.Length || text[_at] != wanted) return false;
        _at++;
        return true;
    }

    private void Blanks()
    {
        while (_at < text.Length && text[_at] is (' ' or '\n' or '\t')) _at++;
    }

    private FeatureFileException Damaged() => FeatureFileException.Of(path, "has a header that NumPy does not write: save it again by numpy.save, as a matrix of float16 or float32",
        "tem um cabeçalho que o NumPy não escreve: salve-o de novo com numpy.save, como matriz de float16 ou float32");
}
