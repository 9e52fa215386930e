using System.Globalization;
using System.Text;
using Vislumbre.Catalog;

namespace Vislumbre.Searching;

/// <summary>Reads a query by recursive descent; every error knows its place.</summary>
internal sealed class QueryParser(string query)
{
    private const int MaximumLength = 4096;
    private const int MaximumDepth = 32;

    // As many as a weight is printed with.
    private const int WeightDecimals = 6;

    // SQLite refuses expressions that are much deeper.
    private const int MaximumConditions = 200;
    private readonly List<string> _words = [];
    private readonly List<QueryTerm> _terms = [];
    private readonly List<QueryLike> _likes = [];
    private int _at;
    private int _depth;
    private int _conditions;

    public QueryExpression Parse()
    {
        if (query.Length > MaximumLength)
            throw Wrong(Language.Say($"The query is longer than {MaximumLength:N0} characters.", $"A busca tem mais de {MaximumLength:N0} caracteres."), MaximumLength, 1);
        var filter = Sequence(inGroup: false);
        if (_words.Count > 0) _terms.Insert(0, new QueryTerm(string.Join(' ', _words)));
        return new QueryExpression(_terms, _likes, filter);
    }

    // Conditions one after the other all hold; OR binds those on its two sides.
    private PhotoFilter? Sequence(bool inGroup)
    {
        var all = new List<PhotoFilter>();
        for (SkipSpace(); _at < query.Length && !(inGroup && query[_at] == ')'); SkipSpace())
        {
            var start = _at;
            var filter = Clause(inGroup);
            if (!IsOr())
            {
                if (filter is PhotoFilter.All inner) all.AddRange(inner.Parts);
                else if (filter is not null) all.Add(filter);
                continue;
            }

            var any = new List<PhotoFilter> { filter ?? throw OnlyConditions(start, _at) };
            while (TakeOr())
            {
                SkipSpace();
                start = _at;
                if (_at == query.Length || (inGroup && query[_at] == ')')) throw Wrong(Language.Say("OR needs a condition on its right.", "OR precisa de uma condição à direita."), Math.Max(0, _at - 1), 1);
                any.Add(Clause(inGroup) ?? throw OnlyConditions(start, _at));
            }

            all.Add(new PhotoFilter.Any(any));
        }

        return all.Count switch { 0 => null, 1 => all[0], _ => new PhotoFilter.All(all) };
    }

    /// <summary>A condition; null where it was words or a photo, which are noted.</summary>
    private PhotoFilter? Clause(bool inGroup)
    {
        var start = _at;
        var not = query[_at] == '-' && _at + 1 < query.Length && !char.IsWhiteSpace(query[_at + 1]);
        if (not) _at++;
        if (query[_at] == '(') return Negated(Group(), not);
        if (query[_at] == ')') throw Wrong(Language.Say("This parenthesis closes nothing.", "Este parêntese não fecha nada."), _at, 1);
        if (query[_at] != '"' && Field() is { } field) return Negated(field, not, start);
        if (inGroup) throw OnlyConditions(start, EndOfWord());
        var quoted = query[_at] == '"';
        var text = quoted ? Quoted() : Bare();
        // A mark that means something elsewhere is a word of its own here.
        if (text.Length == 0 && !quoted) text = query[_at++].ToString();
        if (string.IsNullOrWhiteSpace(text)) throw Wrong(Language.Say("There is nothing between these quotes.", "Não há nada entre estas aspas."), start, _at - start);
        var weight = Weight();
        if (!quoted && !not && weight == 1) _words.Add(text);
        else _terms.Add(new QueryTerm(text, not ? -weight : weight, IsQuoted: true));
        return null;
    }

    private PhotoFilter Group()
    {
        var open = _at++;
        if (++_depth > MaximumDepth) throw Wrong(Language.Say($"More than {MaximumDepth} parentheses within each other.", $"Mais de {MaximumDepth} parênteses uns dentro dos outros."), open, 1);
        var filter = Sequence(inGroup: true);
        _depth--;
        if (_at == query.Length) throw Wrong(Language.Say("This parenthesis is never closed.", "Este parêntese nunca se fecha."), open, 1);
        _at++;
        return filter ?? throw Wrong(Language.Say("There is nothing between these parentheses.", "Não há nada entre estes parênteses."), open, _at - open);
    }

    private static PhotoFilter Negated(PhotoFilter filter, bool not) => not ? new PhotoFilter.None(filter) : filter;

    // like: is no condition: it was noted, and here it gets its sign.
    private PhotoFilter? Negated((PhotoFilter? Filter, bool IsLike) field, bool not, int start)
    {
        if (!field.IsLike) return Negated(field.Filter!, not);
        if (_depth > 0) throw OnlyConditions(start, _at);
        if (not) _likes[^1] = _likes[^1] with { Weight = -_likes[^1].Weight };
        return null;
    }

    private (PhotoFilter? Filter, bool IsLike)? Field()
    {
        var colon = _at;
        while (colon < query.Length && char.IsAsciiLetter(query[colon])) colon++;
        if (colon == _at || colon == query.Length || query[colon] != ':') return null;
        var (start, name) = (_at, query[_at..colon].ToLowerInvariant());
        _at = colon + 1;
        var valueAt = _at;
        var value = _at < query.Length && query[_at] == '"' ? Quoted() : Bare();
        if (value.Length == 0) throw Wrong(Language.Say($"{name}: says nothing; write it without a space after the colon.", $"{name}: não diz nada; escreva sem espaço depois dos dois-pontos."), start, _at - start);
        if (name == "like")
        {
            _likes.Add(new QueryLike(value, Weight()));
            return (null, true);
        }

        if (_at < query.Length && query[_at] == '^') throw Wrong(Language.Say("A condition holds or does not: only words and photos have weights.", "Uma condição vale ou não vale: só palavras e fotos têm peso."), _at, 1);
        if (++_conditions > MaximumConditions) throw Wrong(Language.Say($"More than {MaximumConditions} conditions.", $"Mais de {MaximumConditions} condições."), start, _at - start);
        if (!Enum.TryParse<PhotoField>(name, ignoreCase: true, out var field)) throw Unknown(name, start, colon);
        var filter = FilterValues.Read(field, value, problem => Wrong($"{name}:{value}: {problem}", valueAt, _at - valueAt));
        return (filter, false);
    }

    private string Bare()
    {
        var start = _at;
        while (_at < query.Length && !char.IsWhiteSpace(query[_at]) && query[_at] is not ('"' or '(' or ')' or '^')) _at++;
        return query[start.._at];
    }

    private string Quoted()
    {
        var open = _at++;
        var text = new StringBuilder();
        for (; _at < query.Length && query[_at] != '"'; _at++)
        {
            if (query[_at] == '\\' && _at + 1 < query.Length && query[_at + 1] is '"' or '\\') _at++;
            text.Append(query[Math.Min(_at, query.Length - 1)]);
        }

        if (_at >= query.Length) throw Wrong(Language.Say("These quotes are never closed.", "Estas aspas nunca se fecham."), open, 1);
        _at++;
        return text.ToString();
    }

    private double Weight()
    {
        if (_at == query.Length || query[_at] != '^') return 1;
        var start = _at++;
        while (_at < query.Length && (char.IsAsciiDigit(query[_at]) || query[_at] == '.')) _at++;
        if (double.TryParse(query.AsSpan(start + 1, _at - start - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && Math.Round(weight, WeightDecimals) is >= 1e-6 and <= 100 and var rounded) return rounded;
        throw Wrong(Language.Say("A weight is a number above 0, up to 100, such as ^2 or ^0.5.", "Um peso é um número acima de 0, até 100, como ^2 ou ^0.5."), start, _at - start);
    }

    private bool IsOr()
    {
        var before = _at;
        var is_ = TakeOr();
        _at = before;
        return is_;
    }

    private bool TakeOr()
    {
        var before = _at;
        SkipSpace();
        // Also where it touches what is before it: as a word it would bind once it is printed with a space.
        if (query.AsSpan(_at).StartsWith("OR") && (_at + 2 == query.Length || char.IsWhiteSpace(query[_at + 2])))
        {
            _at += 2;
            return true;
        }

        _at = before;
        return false;
    }

    private void SkipSpace()
    {
        while (_at < query.Length && char.IsWhiteSpace(query[_at])) _at++;
    }

    private int EndOfWord()
    {
        var end = _at;
        while (end < query.Length && !char.IsWhiteSpace(query[end])) end++;
        return end;
    }

    private QueryException Unknown(string name, int start, int colon)
    {
        var known = Enum.GetNames<PhotoField>().Select(field => field.ToLowerInvariant()).Append("like").ToList();
        var near = known.OrderBy(field => Distance(field, name)).First();
        var guess = Distance(near, name) <= 2 ? Language.Say($" Is {near}: meant?", $" Seria {near}: ?") : "";
        return Wrong(Language.Say(
            $"There is no condition {name}:.{guess} There are {string.Join(", ", known)}. To search for the words, put them into quotes.",
            $"Não há condição {name}:.{guess} Há {string.Join(", ", known)}. Para buscar as palavras, ponha-as entre aspas."), start, colon + 1 - start);
    }

    // Edits that make one word of the other (Levenshtein 1966).
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++) (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }

    private QueryException OnlyConditions(int start, int end) => Wrong(Language.Say(
        "Only conditions such as by:ana can stand with OR or in parentheses; words are always all meant.",
        "Só condições como by:ana podem ficar com OR ou entre parênteses; as palavras valem sempre todas."), start, Math.Max(1, end - start));

    private QueryException Wrong(string message, int position, int length) => new(message, query, position, length);
}
