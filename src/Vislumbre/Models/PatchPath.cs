namespace Vislumbre.Models;

/// <summary>How the image tower's patches come into the space that texts and pictures share.</summary>
internal enum PatchPath
{
    /// <summary>The last block's patches, projected as the class token is: its attention mixed the picture into each.</summary>
    Plain,

    /// <summary>Of the last block the attention's values alone, <c>out_proj(v_proj(ln1(x)))</c>, without mixing (MaskCLIP: Zhou, Loy and Dai, ECCV 2022).</summary>
    Value,

    /// <summary>
    /// What each patch gives the picture's embedding directly: the class token's attention to it times its values, summed over all blocks
    /// (Gandelsman, Efros and Steinhardt, ICLR 2024).
    /// </summary>
    Contribution,
}
