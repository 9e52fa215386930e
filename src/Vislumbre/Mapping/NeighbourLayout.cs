namespace Vislumbre.Mapping;

/// <summary>
/// Lays points out on a plane so that neighbours stay neighbours: UMAP (McInnes, Healy and Melville, 2018, arXiv:1802.03426). The same input gives
/// the same layout.
/// </summary>
internal sealed class NeighbourLayout
{
    // The curve 1 / (1 + a d^2b) for a spread of 1 and a least distance of 0.5: pictures want room between them.
    private const float A = 0.5830f, B = 1.3342f;
    private const int NegativeSamples = 5;
    private const float LargestStep = 4;

    private readonly List<(int From, int To, float Weight)> _edges = [];
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly Random _random = new(1);

    /// <summary>Begins a layout.</summary>
    /// <param name="neighbours">Each point's nearest others, the nearest first, with their distances, at least 0.</param>
    /// <param name="x">Where points begin; only their proportions count.</param>
    /// <param name="y">The same.</param>
    public NeighbourLayout(IReadOnlyList<(int Point, float Distance)[]> neighbours, float[] x, float[] y)
    {
        (_x, _y) = (Spread(x), Spread(y));
        var weights = new Dictionary<(int, int), float>();
        for (var i = 0; i < neighbours.Count; i++)
        {
            foreach (var (other, weight) in Weights(neighbours[i])) weights[(i, other)] = weight;
        }

        // Near by either's measure, or by both: the probabilistic union.
        foreach (var ((from, to), weight) in weights)
        {
            var back = weights.GetValueOrDefault((to, from));
            if (from < to || back == 0) _edges.Add((from, to, weight + back - weight * back));
        }
    }

    /// <summary>Moves the points until they rest.</summary>
    /// <param name="rounds">How many times all edges are gone through.</param>
    /// <param name="tell">Told how many rounds are done.</param>
    /// <param name="cancellationToken">Asked between rounds.</param>
    public (float[] X, float[] Y) Run(int rounds, Action<int> tell, CancellationToken cancellationToken)
    {
        // An edge is drawn together as often as it is strong.
        var strongest = _edges.Count == 0 ? 1 : _edges.Max(edge => edge.Weight);
        var every = _edges.ConvertAll(edge => strongest / edge.Weight);
        var next = every.ToArray();
        for (var round = 1; round <= rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = 1 - (round - 1f) / rounds;
            for (var i = 0; i < next.Length; i++)
            {
                if (next[i] > round) continue;
                next[i] += every[i];
                Attract(_edges[i].From, _edges[i].To, step);
                for (var k = 0; k < NegativeSamples; k++) Repel(_edges[i].From, _random.Next(_x.Length), step);
                for (var k = 0; k < NegativeSamples; k++) Repel(_edges[i].To, _random.Next(_x.Length), step);
            }

            tell(round);
        }

        return (_x, _y);
    }

    // How near others are by this point's own measure: the nearest certainly, the rest so that together they count the logarithm of their number.
    private static IEnumerable<(int Point, float Weight)> Weights((int Point, float Distance)[] nearest)
    {
        if (nearest.Length == 0) return [];
        var least = nearest.FirstOrDefault(one => one.Distance > 0).Distance;
        var (target, low, high, scale) = (Math.Log2(nearest.Length + 1), 0.0, double.PositiveInfinity, 1.0);
        for (var i = 0; i < 64; i++)
        {
            var sum = nearest.Sum(one => Math.Exp(-Math.Max(0, one.Distance - least) / scale));
            if (Math.Abs(sum - target) < 1e-5) break;
            if (sum > target) (high, scale) = (scale, (low + scale) / 2);
            else (low, scale) = (scale, double.IsPositiveInfinity(high) ? scale * 2 : (scale + high) / 2);
        }

        scale = Math.Max(scale, 1e-3 * nearest.Average(one => one.Distance) + 1e-12);
        return nearest.Select(one => (one.Point, Math.Max(1e-6f, (float)Math.Exp(-Math.Max(0, one.Distance - least) / scale))));
    }

    private void Attract(int i, int j, float step)
    {
        var (dx, dy) = (_x[i] - _x[j], _y[i] - _y[j]);
        var square = dx * dx + dy * dy;
        if (square == 0) return;
        var power = MathF.Pow(square, B);
        var pull = -2 * A * B * power / square / (1 + A * power);
        var (mx, my) = (Step(pull * dx) * step, Step(pull * dy) * step);
        (_x[i], _y[i], _x[j], _y[j]) = (_x[i] + mx, _y[i] + my, _x[j] - mx, _y[j] - my);
    }

    private void Repel(int i, int j, float step)
    {
        if (i == j) return;
        var (dx, dy) = (_x[i] - _x[j], _y[i] - _y[j]);
        var square = dx * dx + dy * dy;
        if (square == 0) (dx, square) = (1e-3f, 1e-6f);
        var push = 2 * B / ((0.001f + square) * (1 + A * MathF.Pow(square, B)));
        (_x[i], _y[i]) = (_x[i] + Step(push * dx) * step, _y[i] + Step(push * dy) * step);
    }

    private static float Step(float wanted) => Math.Clamp(wanted, -LargestStep, LargestStep);

    private float[] Spread(float[] values)
    {
        var largest = values.Length == 0 ? 0 : values.Max(Math.Abs);
        return Array.ConvertAll(values, value => (largest > 0 ? 10 * value / largest : 0) + 1e-3f * (_random.NextSingle() - 0.5f));
    }
}
