using Aion.ServiceBroker.Cluster.Settings;
using Grpc.Core;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Who calls JoinMasterAion, by the metadata of the call.</summary>
/// <param name="Name">What it calls itself.</param>
/// <param name="Address">Where it says it is reached.</param>
/// <param name="Nonce">Its random number; null: it is AION's and knows nothing of ours.</param>
internal sealed record Visitor(string Name, string Address, string? Nonce)
{
    /// <summary>Says whether our additions are spoken; from either side.</summary>
    public const string VersionHeader = "aion-cluster-version";

    /// <summary>The random number of the side that sends it.</summary>
    public const string NonceHeader = "aion-cluster-nonce";

    /// <summary>From the master: that it knows the token, in hexadecimal.</summary>
    public const string ProofHeader = "aion-cluster-proof";

    public const string Version = "1";

    /// <exception cref="RpcException">INVALID_ARGUMENT: the metadata cannot be used.</exception>
    public static Visitor From(ServerCallContext context)
    {
        var headers = context.RequestHeaders;
        var name = headers.GetValue("nodename") ?? "";
        if (!ClusterOptionsValidator.IsNodeName(name))
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument,
                "The call metadata NodeName must be the name of a node: up to 63 small letters, digits, dashes and dots."));
        }

        var address = headers.GetValue("nodeip") ?? "";
        if (Uri.CheckHostName(address) == UriHostNameType.Unknown)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The call metadata NodeIP must be an IP address or a host name."));
        }

        return new Visitor(name, address, headers.GetValue(VersionHeader) is null ? null : headers.GetValue(NonceHeader) ?? "");
    }
}
