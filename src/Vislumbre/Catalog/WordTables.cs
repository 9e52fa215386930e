using System.Data.Common;

namespace Vislumbre.Catalog;

/// <summary>The texts that photos are found by in words: one of sources' details, one of photos' own files and names.</summary>
internal abstract class WordTables
{
    /// <summary>The numbers of the indexed photos of which phrases are said, the best first.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="phrases">Phrases that have a letter or a digit, each once, at least one.</param>
    /// <param name="any">Whether one of them is enough; else all must be said.</param>
    public abstract IEnumerable<long> Search(DbConnection connection, IReadOnlyList<string> phrases, bool any);

    /// <summary>Whether a phrase is said of a photo at a place.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="isOfDetails">Whether the details' text is meant, else the photo's own.</param>
    /// <param name="place">The text's column.</param>
    /// <param name="row">The details' or the photo's number.</param>
    /// <param name="phrase">The phrase.</param>
    public abstract bool IsSaid(DbConnection connection, bool isOfDetails, string place, long row, string phrase);

    /// <summary>Saves the words of a photo's name and of its look.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="transaction">The change.</param>
    /// <param name="id">The photo.</param>
    /// <param name="name">The words of its path; null for one without a file.</param>
    public abstract void SavePhoto(DbConnection connection, DbTransaction transaction, long id, string? name);

    /// <summary>Forgets what is said in some details.</summary>
    public abstract void ForgetDetails(DbConnection connection, DbTransaction transaction, long id);

    /// <summary>Saves the words of all details of a source, in place of what there was.</summary>
    public abstract void SaveDetails(DbConnection connection, DbTransaction transaction, string source);
}
