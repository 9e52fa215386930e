using System.Numerics;
using CsCheck;
using Vislumbre.Models;

namespace Vislumbre.Tests.Models;

public sealed class PickleReader_Tests
{
    [Fact]
    public void Plain_values_are_read()
    {
        Assert.Equal(-2L, Read(new PickleBytes().Protocol().Op('J', 0xfe, 0xff, 0xff, 0xff)));
        Assert.Equal(513L, Read(new PickleBytes().Op('M', 1, 2)));
        Assert.Equal(-1L, Read(new PickleBytes().Op(0x8a, 1, 0xff)));
        Assert.Equal(BigInteger.One << 64, Read(new PickleBytes().Op(0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1)));
        Assert.Equal(1.5, Read(new PickleBytes().Op('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)));
        Assert.Equal(true, Read(new PickleBytes().Op(0x88)));
        Assert.Equal(false, Read(new PickleBytes().Op(0x89)));
        Assert.Null(Read(new PickleBytes().Op('N')));
        Assert.Equal("é", Read(new PickleBytes().Text("é")));
        Assert.Equal("ab", Read(new PickleBytes().Protocol(4).Op(0x95, 5, 0, 0, 0, 0, 0, 0, 0).Op(0x8c, 2, (byte)'a', (byte)'b').Op(0x94)));
        Assert.Equal("a", Read(new PickleBytes().Op(0x8d, 1, 0, 0, 0, 0, 0, 0, 0, (byte)'a')));
    }

    [Fact]
    public void Tuples_lists_and_the_memo_are_read()
    {
        Assert.Equal(new object?[] { 1L, 2L, 3L }, Read(new PickleBytes().Op('K', 1).Op('K', 2).Op('K', 3).Op(0x87)));
        Assert.Equal(new object?[] { 1L, 2L }, Read(new PickleBytes().Op('K', 1).Op('K', 2).Op(0x86)));
        Assert.Equal(new object?[] { 1L }, Read(new PickleBytes().Op('K', 1).Op(0x85)));
        Assert.Equal(new List<object?> { 7L, 8L, 9L },
            Read(new PickleBytes().Op(']').Op('K', 7).Op('a').Op('(').Op('K', 8).Op('K', 9).Op('e')));
        Assert.Equal(new object?[] { "x", "x", "x" },
            Read(new PickleBytes().Text("x").Op('q', 3).Op('h', 3).Op('r', 0, 1, 0, 0).Op('j', 0, 1, 0, 0).Op(0x87)));
    }

    [Fact]
    public void A_state_dict_is_read()
    {
        var dictionary = Assert.IsType<PickledDictionary>(PickleReader.Read(PickleBytes.OneTensor(), "here"));
        var tensor = Assert.IsType<PickledTensor>(dictionary.Items["w"]);
        Assert.Equal([2L, 3L], tensor.Shape);
        Assert.Equal([3L, 1L], tensor.Strides);
        Assert.Equal(new PickledStorage("0", TensorElement.F32, 6), tensor.Storage);
        Assert.Equal(7L, dictionary.Items["epoch"]);
    }

    [Fact]
    public void Attributes_of_a_dictionary_and_names_from_the_stack_are_read()
    {
        var pickle = new PickleBytes().Protocol(4).Text("collections").Text("OrderedDict").Op(0x93).Op(')').Op('R')
            .Text("a").Op('K', 1).Op('s').Op('}').Op('b');
        Assert.Equal(1L, Assert.IsType<PickledDictionary>(Read(pickle)).Items["a"]);
    }

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("torch.storage", "UntypedStorage")]
    [InlineData("torch.serialization", "_load")]
    [InlineData("collections", "OrderedDict.fromkeys")]
    public void Any_other_name_is_refused_by_name(string module, string name)
    {
        AssertRefused(new PickleBytes().Protocol().Global(module, name).Text("x").Op(0x85).Op('R'), $"'{module}.{name}'");
        AssertRefused(new PickleBytes().Protocol(4).Text(module).Text(name).Op(0x93), $"'{module}.{name}'");
    }

    [Theory]
    [InlineData('i', "INST")]
    [InlineData('o', "OBJ")]
    [InlineData('P', "PERSID")]
    [InlineData('0', "POP")]
    [InlineData('\u0081', "NEWOBJ")]
    [InlineData('\u0092', "NEWOBJ_EX")]
    [InlineData('\u0082', "EXT1")]
    [InlineData('\u008b', "LONG4")]
    [InlineData('\u0097', "NEXT_BUFFER")]
    [InlineData('\u00ff', "0xff")]
    public void Any_other_opcode_is_refused_by_name(char opcode, string name) =>
        AssertRefused(new PickleBytes().Protocol().Op(opcode), $"opcode {name} at byte 2");

    [Fact]
    public void Each_damage_has_its_own_sentence()
    {
        AssertRefused(new PickleBytes().Protocol(9), "protocol 9");
        AssertRefused(new PickleBytes(), "value that is not there");
        AssertRefused(new PickleBytes().Op('K', 1).Op('(').Op('a'), "value that is not there");
        AssertRefused(new PickleBytes().Op('t'), "mark that is not there");
        AssertRefused(new PickleBytes().Op('h', 1), "recalls the value 1");
        AssertRefused(new PickleBytes().Op('X', 0xff, 0xff, 0xff, 0xff), "ends in the middle");
        AssertRefused(new PickleBytes().Op('c', (byte)'a'), "middle of a name");
        AssertRefused(new PickleBytes().Op('N').Op('N').Op('a'), "no list");
        AssertRefused(new PickleBytes().Op('N').Op('N').Op('N').Op('s'), "no dictionary");
        AssertRefused(new PickleBytes().Op('N').Op('N').Op('b'), "attributes to what is no dictionary");
        AssertRefused(new PickleBytes().Op('N').Op(')').Op('R'), "no function");
        AssertRefused(new PickleBytes().Op('N').Op('Q'), "torch.save does not write");
        AssertRefused(new PickleBytes().Op('N').Op('N').Op(0x93), "no text");
        AssertRefused(new PickleBytes().Global("torch", "FloatStorage").Op(')').Op('R'), "torch.FloatStorage arguments");
        AssertRefused(new PickleBytes().Op('}').Op('(').Text("a").Op('N').Text("a").Op('N').Op('u'), "'a' twice");
        AssertRefused(new PickleBytes().Op('}').Op('(').Text("a").Tensor(new byte[65], new byte[65]).Op('u'), "65 dimensions");
        Assert.Contains("ends in the middle", Assert.Throws<ModelException>(() => PickleReader.Read(Array.Empty<byte>(), "here")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("N", "values at once")]
    [InlineData("(", "marks")]
    [InlineData("}Na", "no list")]
    [InlineData("](e", "values at once")]
    [InlineData("]Na", "values at once")]
    [InlineData("(]e", "value that is not there")]
    [InlineData("(]tq\u0001", "values at once")]
    public void A_pickle_that_piles_up_is_stopped(string repeated, string sentence)
    {
        var bytes = string.Concat(Enumerable.Repeat(repeated, 1_000_000)).Select(letter => (byte)letter).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<ModelException>(() => PickleReader.Read(bytes, "here")).Message;
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 << 20);
    }

    [Fact]
    public void Endless_work_and_endless_objects_are_stopped()
    {
        AssertRefused(new PickleBytes().Op('}').Op([.. Enumerable.Repeat(new byte[] { (byte)'N', (byte)'b' }, 1_100_000).SelectMany(pair => pair)]), "operations");
        AssertRefused(new PickleBytes().Op('}').Op([.. Enumerable.Repeat(new byte[] { (byte)'}', (byte)'b' }, 600_000).SelectMany(pair => pair)]), "objects");
    }

    [Fact]
    public void Control_characters_of_a_hostile_name_do_not_reach_the_terminal()
    {
        var message = Assert.Throws<ModelException>(() => Read(new PickleBytes().Global("\u001b[2J", "x"))).Message;
        Assert.DoesNotContain('\u001b', message);
    }

    [Fact]
    public void Whatever_is_changed_it_reads_or_refuses() => Damage.Of(PickleBytes.OneTensor()).Sample(bytes =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            PickleReader.Read(bytes, "here");
        }
        catch (ModelException)
        {
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }, iter: 20_000, threads: 1);

    private static object? Read(PickleBytes pickle) => PickleReader.Read(pickle.Stop(), "here");

    private static void AssertRefused(PickleBytes pickle, string sentence)
    {
        var message = Assert.Throws<ModelException>(() => Read(pickle)).Message;
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.Contains("here", message, StringComparison.Ordinal);
    }
}
