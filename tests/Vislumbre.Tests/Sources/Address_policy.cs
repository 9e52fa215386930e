using System.Net;
using CsCheck;
using Vislumbre.Sources;

namespace Vislumbre.Tests.Sources;

public sealed class Address_policy
{
    private static readonly IPNetwork[] Private = [.. new[] { "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16" }.Select(network => IPNetwork.Parse(network))];

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("93.184.216.34")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    public void A_public_address_is_public(string address) => Assert.True(AddressPolicy.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.9")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::7f00:1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_leads_inside_is_not(string address) => Assert.False(AddressPolicy.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void No_address_of_a_private_network_is_public_however_it_is_wrapped() =>
        Gen.Select(Gen.Int[0, 4], Gen.UInt).Sample((which, noise) =>
        {
            var range = Private[which];
            var bytes = range.BaseAddress.GetAddressBytes();
            for (var bit = range.PrefixLength; bit < 32; bit++)
            {
                if ((noise >> (bit % 32) & 1) == 1) bytes[bit / 8] |= (byte)(1 << (7 - bit % 8));
            }

            var address = new IPAddress(bytes);
            Assert.False(AddressPolicy.IsPublic(address));
            Assert.False(AddressPolicy.IsPublic(address.MapToIPv6()));
            Assert.False(AddressPolicy.IsPublic(new IPAddress([0x20, 0x02, .. bytes, .. new byte[10]])));
            Assert.False(AddressPolicy.IsPublic(new IPAddress([0, 0x64, 0xff, 0x9b, .. new byte[8], .. bytes])));
        });
}
