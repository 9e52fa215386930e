using Vislumbre.Sources;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Sources;

public sealed class Folder_scan : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Photos_are_found_in_the_same_order_each_time_whatever_the_case_of_their_names()
    {
        Touch("b.JPG", "a.jpeg", "c/d.png", "c/e.HEIC", "notes.txt", "z.webp");
        Assert.Equal(["a.jpeg", "b.JPG", "c/d.png", "c/e.HEIC", "z.webp"], Scan());
    }

    [Fact]
    public void Hidden_files_and_other_programs_folders_are_left_out()
    {
        Touch(".hidden.jpg", ".cache/a.jpg", "@eaDir/a.jpg", "seen.jpg");
        Assert.Equal(["seen.jpg"], Scan());
    }

    [Fact]
    public void Folders_inside_are_left_out_where_asked()
    {
        Touch("a.jpg", "inside/b.jpg");
        Assert.Equal(["a.jpg"], Scan(new FolderScanOptions { Recursive = false }));
    }

    [Fact]
    public void A_link_in_a_circle_does_not_lead_on_and_on()
    {
        Touch("inside/a.jpg");
        Directory.CreateSymbolicLink(_folder.At("inside", "circle"), _folder.Path);
        File.CreateSymbolicLink(_folder.At("link.jpg"), _folder.At("inside", "a.jpg"));
        File.CreateSymbolicLink(_folder.At("nowhere.jpg"), _folder.At("none.jpg"));
        Assert.Equal(["inside/a.jpg", "link.jpg"], Scan());
    }

    [Fact]
    public void Paths_that_overlap_give_a_photo_once()
    {
        Touch("inside/a.jpg", "b.jpg");
        Assert.Equal(2, FolderScan.Scan([_folder.Path, _folder.At("inside"), _folder.At("b.jpg")], new FolderScanOptions()).Count());
    }

    [Fact]
    public void A_file_that_is_named_is_taken_whatever_it_is_called()
    {
        Touch("photo.raw");
        Assert.Equal(_folder.At("photo.raw"), Assert.Single(FolderScan.Scan([_folder.At("photo.raw")], new FolderScanOptions())).Path);
    }

    [Fact]
    public void A_path_that_does_not_exist_is_named()
    {
        var failure = Assert.Throws<VislumbreException>(() => FolderScan.Scan([_folder.At("none")], new FolderScanOptions()).ToList());
        Assert.Contains(_folder.At("none"), failure.Message, StringComparison.Ordinal);
    }

    private void Touch(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(file))!);
            File.WriteAllText(_folder.At(file), "x");
        }
    }

    private IEnumerable<string> Scan(FolderScanOptions? options = null) =>
        FolderScan.Scan([_folder.Path], options ?? new FolderScanOptions()).Select(file => Path.GetRelativePath(_folder.Path, file.Path));
}
