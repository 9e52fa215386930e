using System.Diagnostics;

namespace Vislumbre.Testing.Unsplash;

/// <summary>Which faults strike, decided by seed and photo: what a test expects is known beforehand.</summary>
internal sealed class FaultPlan(UnsplashServerOptions options, int photos)
{
    /// <summary>Every so many requests for a photo one is answered whatever the dice say.</summary>
    private const int AnswerEvery = 4;

    private readonly int[] _attempts = new int[photos];
    private long _stormUntil;

    public PhotoFate FateOf(int photo)
    {
        var dice = SeededNumbers.Unit(options.Seed, 100, photo);
        foreach (var (share, fate) in (ReadOnlySpan<(double, PhotoFate)>)[
            (options.NotFoundShare, PhotoFate.NotFound), (options.GoneShare, PhotoFate.Gone), (options.WrongTypeShare, PhotoFate.WrongType), (options.TruncatedShare, PhotoFate.Truncated)])
        {
            if (dice < share)
                return fate;
            dice -= share;
        }

        return PhotoFate.Fine;
    }

    /// <summary>What strikes this request for a photo that is fine.</summary>
    public TransientFault Next(int photo)
    {
        var attempt = Interlocked.Increment(ref _attempts[photo]);
        if (attempt % AnswerEvery == 0)
            return TransientFault.None;
        var dice = SeededNumbers.Unit(options.Seed, 101, photo, attempt);
        if (dice < options.ResetShare)
            return TransientFault.Reset;
        dice -= options.ResetShare;
        if (dice < options.UnavailableShare)
            return TransientFault.Unavailable;
        return dice - options.UnavailableShare < options.StallShare ? TransientFault.Stall : TransientFault.None;
    }

    /// <summary>Whether the request for a photo with this number falls into a storm, which it may begin.</summary>
    public bool Storms(long number)
    {
        if (options.StormsAt.Count == 0)
            return false;
        var now = Stopwatch.GetTimestamp();
        if (options.StormsAt.Contains(number))
            Volatile.Write(ref _stormUntil, now + (long)(options.StormTime.TotalSeconds * Stopwatch.Frequency));
        return now < Volatile.Read(ref _stormUntil);
    }
}
