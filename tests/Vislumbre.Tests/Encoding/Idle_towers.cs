using Vislumbre.Encoding;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Encoding;

/// <summary>A tower that nobody uses leaves memory, and comes back as it was.</summary>
public sealed class Idle_towers
{
    private const int Dimension = 16;

    [Fact]
    public async Task A_tower_leaves_memory_when_idle_and_comes_back_when_asked()
    {
        var model = ModelReader.Open(SmallModel.Folder);
        using var tower = new TowerSession(model.TextTower, new EncoderOptions { Idle = TimeSpan.FromMilliseconds(40) });
        var first = Run(tower);
        for (var wait = 0; tower.IsLoaded && wait < 1000; wait++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.False(tower.IsLoaded);
        Assert.Equal(first, Run(tower));
    }

    [Fact]
    public void Runs_from_many_threads_never_meet_a_closed_tower()
    {
        var model = ModelReader.Open(SmallModel.Folder);
        using var tower = new TowerSession(model.TextTower, new EncoderOptions { Idle = TimeSpan.FromMilliseconds(1), Threads = 1 });
        var first = Run(tower);
        Parallel.For(0, 400, at =>
        {
            if (at % 3 == 0) Thread.Sleep(at % 7);
            Assert.Equal(first, Run(tower));
        });
    }

    private static float[] Run(TowerSession tower)
    {
        using var ids = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(new long[] { 512, 70, 513 }, [1, 3]);
        return tower.Run(new Dictionary<string, Microsoft.ML.OnnxRuntime.OrtValue> { [ClipGraphs.InputIds] = ids }, [ClipGraphs.TextEmbeds], Dimension);
    }

}
