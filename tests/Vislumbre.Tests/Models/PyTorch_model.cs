using Vislumbre.Encoding;
using Vislumbre.Imaging;
using Vislumbre.Models;
using Vislumbre.Testing;

namespace Vislumbre.Tests.Models;

public sealed class PyTorch_model : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_that_PyTorch_saved_gives_the_embeddings_of_the_same_in_safetensors()
    {
        Assert.SkipWhen(PyTorch.IsAbsent, PyTorch.Reason);
        var model = _folder.At("pickled");
        SmallModel.Write(model);
        PyTorch.Run(model, """
            import json, struct
            raw = open('model.safetensors', 'rb').read()
            n = struct.unpack('<Q', raw[:8])[0]
            state = {}
            for name, t in json.loads(raw[8:8 + n]).items():
                begin, end = t['data_offsets']
                part = bytearray(raw[8 + n + begin:8 + n + end])
                state[name] = torch.frombuffer(part, dtype=torch.float32).reshape(t['shape'])
            state['text_model.embeddings.position_ids'] = torch.arange(77).unsqueeze(0)
            torch.save(state, 'pytorch_model.bin')
            """);
        File.Delete(Path.Combine(model, "model.safetensors"));
        using var pickled = new DualEncoder(ModelReader.Open(model));
        using var whole = new DualEncoder(ModelReader.Open(SmallModel.Folder));
        Assert.Equal(whole.Text.Encode("two dogs playing in the snow"), pickled.Text.Encode("two dogs playing in the snow"));
        var picture = PhotoSource.FromBytes(PaintedPictures.Encode(90, 60, seed: 4));
        Assert.Equal(whole.Image.Encode(picture), pickled.Image.Encode(picture));
        Assert.Equal(whole.Model.LogitScale, pickled.Model.LogitScale);
    }
}
