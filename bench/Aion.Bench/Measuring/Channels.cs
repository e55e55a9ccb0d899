using Grpc.Net.Client;

namespace Aion.Bench.Measuring;

/// <summary>One HTTP/2 connection each, as separate client processes would have.</summary>
internal static class Channels
{
    public static GrpcChannel Open(string address) =>
        GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false, UseProxy = false } });
}
