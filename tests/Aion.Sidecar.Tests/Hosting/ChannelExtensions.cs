using System.Threading.Channels;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Hosting;

/// <summary>Takes the next thing that a test app got.</summary>
public static class ChannelExtensions
{
    public static Task<T> NextAsync<T>(this Channel<T> channel, string expected) => channel.Reader.ReadAsync().Within30s(expected);
}
