namespace Vislumbre.Training.Learning;

/// <summary>A learning rate that rises in a line and falls along half a cosine to nothing (Loshchilov and Hutter 2017).</summary>
internal sealed record LearningRate(double Peak, int WarmUpSteps, int Steps)
{
    public double At(int step)
    {
        if (step < WarmUpSteps) return Peak * (step + 1) / WarmUpSteps;
        var progress = (step - WarmUpSteps) / (double)Math.Max(1, Steps - WarmUpSteps);
        return Peak * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress)));
    }
}
