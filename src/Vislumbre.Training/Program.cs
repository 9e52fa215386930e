using Vislumbre.Training;
using Vislumbre.Training.Learning;
using Vislumbre.Training.Reporting;

Allocator.KeepMemory();
var options = new TrainingOptions { Data = args[0], Output = args[1], Half = true };
for (var i = 2; i < args.Length; i += 2)
{
    options = args[i] switch
    {
        "--epochs" => options with { Epochs = int.Parse(args[i + 1], null) },
        "--batch" => options with { Batch = int.Parse(args[i + 1], null) },
        "--rate" => options with { LearningRate = double.Parse(args[i + 1], null) },
        "--crop" => options with { CropArea = double.Parse(args[i + 1], null) },
        "--every" => options with { EvaluateEvery = int.Parse(args[i + 1], null), CheckpointEvery = int.Parse(args[i + 1], null) },
        "--held-out" => options with { HeldOut = double.Parse(args[i + 1], null) },
        "--decay" => options with { WeightDecay = double.Parse(args[i + 1], null) },
        "--from" => options with { From = args[i + 1] },
        "--jitter" => options with { Jitter = double.Parse(args[i + 1], null) },
        "--config" => options with { Config = args[i + 1] },
        _ => throw new ArgumentException(args[i]),
    };
}

return new TrainingRun(options).Run(new TerminalListener(), default) ? 0 : 130;
