using System.Numerics.Tensors;
using Vislumbre.Models;

namespace Vislumbre.Encoding;

/// <summary>Brings embeddings to unit length, so that a dot product is a cosine.</summary>
internal static class UnitVectors
{
    /// <summary>Cuts a tower's output into rows and scales each to length 1.</summary>
    /// <exception cref="ModelException">A row is not finite or has no length.</exception>
    public static float[][] FromRows(float[] rows, int dimension)
    {
        var result = new float[rows.Length / dimension][];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = rows.AsSpan(i * dimension, dimension).ToArray();
            Normalize(result[i]);
        }

        return result;
    }

    /// <summary>Scales a vector to length 1 in place.</summary>
    public static void Normalize(Span<float> vector)
    {
        var length = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(length) || length == 0)
            throw new ModelException(Language.Say("The model gave an embedding that is not finite: its weights are broken.", "O modelo deu um embedding que não é finito: seus pesos estão quebrados."));
        TensorPrimitives.Divide(vector, length, vector);
    }
}
