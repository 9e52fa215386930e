using CsCheck;
using Vislumbre.Models;

namespace Vislumbre.Tests.Models;

/// <summary>Eight bits (or seven) and a scale for each output stand for a layer's weights.</summary>
public sealed class Quantised_weights
{
    [Theory]
    [InlineData(127)]
    [InlineData(63)]
    public void Each_weight_is_at_most_half_a_step_off_and_no_number_is_above_the_largest(int largest) =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 17]).SelectMany(size => Gen.Float[-4, 4].Array[size.Item1 * size.Item2].Select(weights => (size.Item1, size.Item2, weights))).Sample(layer =>
        {
            var (outputs, inputs, weights) = layer;
            var (numbers, scales) = QuantisedWeights.Quantise(weights, outputs, inputs, largest);
            for (var output = 0; output < outputs; output++)
            {
                for (var input = 0; input < inputs; input++)
                {
                    var number = numbers[input * outputs + output];
                    Assert.InRange(number, -largest, largest);
                    Assert.InRange(Math.Abs(weights[output * inputs + input] - number * scales[output]), 0, scales[output] * 0.5001f);
                }
            }
        });

    [Theory]
    [InlineData(897e-45f)]
    [InlineData(7e-45f)]
    [InlineData(-1e-45f)]
    public void Weights_that_are_nearly_nothing_are_no_more_than_the_largest_number(float weight)
    {
        var (numbers, scales) = QuantisedWeights.Quantise([weight, 0], outputs: 1, inputs: 2, largest: 127);
        Assert.InRange(numbers[0], -127, 127);
        Assert.InRange(Math.Abs(weight - numbers[0] * scales[0]), 0, scales[0] * 0.5001f);
    }

    [Fact]
    public void An_output_without_weights_has_zeros_and_no_scale()
    {
        var (numbers, scales) = QuantisedWeights.Quantise([0, 0, 1, -2], outputs: 2, inputs: 2, largest: 127);
        Assert.Equal(new sbyte[] { 0, 64, 0, -127 }, numbers);
        Assert.Equal(new[] { 0, 2f / 127 }, scales);
    }
}
