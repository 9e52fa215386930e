namespace Vislumbre.Bench.Scale;

/// <summary>
/// A sharded search service, event by event: a query asks one replica of each shard and waits for all, within a deadline; who is late is asked a
/// second time elsewhere (Dean and Barroso, The Tail at Scale, CACM 2013). Requests to a lost machine get no answer until the loss is known.
/// </summary>
internal sealed class ScaleSimulation
{
    // Answers after which "late" is reckoned anew, and of how many.
    private const int Recent = 2000;

    private readonly ScaleOptions _options;
    private readonly Random _random;
    private readonly PriorityQueue<SimulatedEvent, (double At, long Order)> _events = new();
    private readonly SimulatedMachine[][] _machines;
    private readonly List<double> _times = [];
    private readonly double[] _recent = new double[Recent];
    private readonly SharedCores? _cores;
    private readonly int _warm;
    private double _now, _late, _worked, _measuredFrom = double.NaN, _lostFrom = double.NaN, _lostTo = double.NaN, _lastArrival;
    private long _order, _asked, _hedged;
    private int _come, _answers, _incomplete, _whileLost, _incompleteWhileLost;

    private ScaleSimulation(ScaleOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
        _machines = [.. Enumerable.Range(0, options.Shards).Select(_ => Enumerable.Range(0, options.Replicas).Select(_ => new SimulatedMachine()).ToArray())];
        _cores = options.Cores is { } cores ? new SharedCores(cores) : null;
        _warm = options.Queries / 10;
        _late = options.Service.Quantile(0.95) + options.Network;
    }

    /// <summary>Runs one to its end.</summary>
    public static ScaleResult Run(ScaleOptions options) => new ScaleSimulation(options).Run();

    /// <summary>The largest rate, to two percent, at which the 99th percentile keeps under a bound; 0 where none does.</summary>
    public static double LargestRate(ScaleOptions options, double bound)
    {
        var (low, high) = (options.Capacity * 0.01, options.Capacity);
        if (!Keeps(options with { Rate = low }, bound)) return 0;
        while (high / low > 1.02)
        {
            var middle = Math.Sqrt(low * high);
            if (Keeps(options with { Rate = middle }, bound)) low = middle;
            else high = middle;
        }

        return low;
    }

    /// <summary>Whether every answer is whole and the 99th percentile keeps under a bound.</summary>
    public static bool Keeps(ScaleOptions options, double bound) => Run(options with { Lost = null }) is { Incomplete: 0 } result && result.P99 <= bound;

    private ScaleResult Run()
    {
        if (_options.Without) _machines[0][0].Lives = _machines[0][0].Asked = false;
        At(Gap(), new SimulatedEvent(SimulatedEventKind.Come));
        while (_events.TryDequeue(out var happens, out var when))
        {
            _now = when.At;
            Happen(happens);
        }

        var times = _times.ToArray();
        Array.Sort(times);
        var span = Math.Max(_lastArrival - _measuredFrom, double.Epsilon) * _options.Shards * _options.Replicas * _options.Slots;
        return new ScaleResult(times.Average(), times, (double)_incomplete / times.Length, _whileLost == 0 ? double.NaN : (double)_incompleteWhileLost / _whileLost, (double)_hedged / _asked, _worked / span);
    }

    private void Happen(SimulatedEvent happens)
    {
        switch (happens.Kind)
        {
            case SimulatedEventKind.Come:
                Come();
                break;
            case SimulatedEventKind.Ask:
                for (var shard = 0; shard < _options.Shards && !happens.Query!.Done; shard++) Ask(happens.Query, shard);
                break;
            case SimulatedEventKind.Reach:
                Reach(happens);
                break;
            case SimulatedEventKind.Share:
                // What came since has put off what was to be done now.
                if (_cores!.Next is { } next && next <= _now) Happen(_cores.Take(_now));
                Await();
                break;
            case SimulatedEventKind.Finish:
                Finish(happens);
                break;
            case SimulatedEventKind.Answer:
                Answer(happens);
                break;
            case SimulatedEventKind.Late:
                if (happens.Query is { Done: false } waits && !waits.Answered[happens.Shard] && Choose(happens.Shard, except: happens.Replica) is >= 0 and var other)
                {
                    if (waits.Counts) _hedged++;
                    Send(waits, happens.Shard, other);
                }

                break;
            case SimulatedEventKind.Deadline:
                End(happens.Query!);
                break;
            case SimulatedEventKind.Lose:
                _machines[0][0].Lives = false;
                _machines[0][0].Waiting.Clear();
                break;
            case SimulatedEventKind.Detect:
                _machines[0][0].Asked = false;
                break;
            default:
                throw new InvalidOperationException($"{happens.Kind}");
        }
    }

    private void Come()
    {
        var counts = _come >= _warm;
        if (counts && double.IsNaN(_measuredFrom)) Measure();
        _lastArrival = _now;
        var query = new SimulatedQuery(_now, counts, _options.Shards);
        Work(_options.Encode, new SimulatedEvent(SimulatedEventKind.Ask, query));
        if (_options.Deadline > 0) At(_now + _options.Deadline, new SimulatedEvent(SimulatedEventKind.Deadline, query));
        if (++_come < _warm + _options.Queries) At(_now + Gap(), new SimulatedEvent(SimulatedEventKind.Come));
    }

    // What came before only filled the queues.
    private void Measure()
    {
        _measuredFrom = _now;
        if (_options.Lost is not { } lost) return;
        _lostFrom = _now + 1000 * lost;
        _lostTo = _lostFrom + 1000 * _options.Detect;
        At(_lostFrom, new SimulatedEvent(SimulatedEventKind.Lose));
        At(_lostTo, new SimulatedEvent(SimulatedEventKind.Detect));
    }

    private void Ask(SimulatedQuery query, int shard)
    {
        var replica = query.First[shard] = Choose(shard, except: -1);
        if (replica < 0)
        {
            query.Lacks = true;
            if (--query.Open == 0) End(query);
            return;
        }

        if (query.Counts) _asked++;
        Send(query, shard, replica);
        if (_options.Hedge && _options.Replicas > 1) At(_now + _late, new SimulatedEvent(SimulatedEventKind.Late, query, shard, replica));
    }

    private void Send(SimulatedQuery query, int shard, int replica)
    {
        _machines[shard][replica].Owed++;
        At(_now + OneWay(), new SimulatedEvent(SimulatedEventKind.Reach, query, shard, replica));
    }

    private void Reach(SimulatedEvent happens)
    {
        var machine = _machines[happens.Shard][happens.Replica];
        if (!machine.Lives) return;
        machine.Waiting.Enqueue(happens.Query!);
        Begin(machine, happens.Shard, happens.Replica);
    }

    private void Begin(SimulatedMachine machine, int shard, int replica)
    {
        while (machine.Busy < _options.Slots && machine.Waiting.TryDequeue(out var query))
        {
            // Nobody waits for this one any more.
            if (query.Done || query.Answered[shard])
            {
                machine.Owed--;
                continue;
            }

            machine.Busy++;
            var takes = _options.Service.Quantile(_random.NextDouble());
            if (_now >= _measuredFrom) _worked += takes;
            Work(takes, new SimulatedEvent(SimulatedEventKind.Finish, query, shard, replica));
        }
    }

    private void Finish(SimulatedEvent happens)
    {
        var machine = _machines[happens.Shard][happens.Replica];
        machine.Busy--;
        if (!machine.Lives) return;
        At(_now + OneWay(), happens with { Kind = SimulatedEventKind.Answer });
        Begin(machine, happens.Shard, happens.Replica);
    }

    private void Answer(SimulatedEvent happens)
    {
        _machines[happens.Shard][happens.Replica].Owed--;
        var query = happens.Query!;
        if (query.Answered[happens.Shard]) return;
        query.Answered[happens.Shard] = true;
        Note(_now - query.Arrived - _options.Encode);
        if (--query.Open == 0) End(query);
    }

    private void End(SimulatedQuery query)
    {
        if (query.Done) return;
        query.Done = true;
        if (!query.Counts) return;
        _times.Add(_now - query.Arrived + _options.Merge * query.Answered.Count(answered => answered));
        var lacks = query.Lacks || query.Open > 0;
        if (lacks) _incomplete++;
        if (!(query.Arrived >= _lostFrom && query.Arrived <= _lostTo)) return;
        _whileLost++;
        if (lacks) _incompleteWhileLost++;
    }

    // Late is later than 95 of a hundred of the answers before.
    private void Note(double time)
    {
        if (!_options.Hedge) return;
        _recent[_answers++ % Recent] = time;
        if (_answers % Recent != 0) return;
        var sorted = (double[])_recent.Clone();
        Array.Sort(sorted);
        _late = sorted[(int)(0.95 * Recent)];
    }

    private int Choose(int shard, int except)
    {
        var (best, found, fewest) = (-1, 0, int.MaxValue);
        for (var replica = 0; replica < _options.Replicas; replica++)
        {
            var machine = _machines[shard][replica];
            if (!machine.Asked || replica == except) continue;
            var owed = _options.Choice == ReplicaChoice.Least ? machine.Owed : 0;
            if (owed > fewest) continue;
            (found, fewest) = owed < fewest ? (1, owed) : (found + 1, fewest);
            if (_random.Next(found) == 0) best = replica;
        }

        return best;
    }

    private double OneWay() => _options.Network <= 0 ? 0 : _options.Network / 4 * (1 - Math.Log(1 - _random.NextDouble()));

    private double Gap() => -1000 / _options.Rate * Math.Log(1 - _random.NextDouble());

    private void Work(double takes, SimulatedEvent then)
    {
        if (_cores is null)
        {
            At(_now + takes, then);
            return;
        }

        _cores.Add(_now, takes, then);
        Await();
    }

    private void Await()
    {
        if (_cores!.Next is { } next) At(next, new SimulatedEvent(SimulatedEventKind.Share));
    }

    private void At(double when, SimulatedEvent happens) => _events.Enqueue(happens, (when, _order++));
}
