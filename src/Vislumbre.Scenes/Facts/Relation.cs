namespace Vislumbre.Scenes.Facts;

/// <summary>How a scene's subject stands to another thing.</summary>
public enum Relation
{
    /// <summary>The subject is on the picture's left, the other on its right.</summary>
    LeftOf,

    /// <summary>The subject is on the picture's right, the other on its left.</summary>
    RightOf,

    /// <summary>The subject is in the air over the other.</summary>
    Above,

    /// <summary>The other covers a part of the subject.</summary>
    Behind,

    /// <summary>The subject is beneath the other's crown, top or roof.</summary>
    Under,

    /// <summary>The subject covers a part of the other.</summary>
    InFrontOf,
}
