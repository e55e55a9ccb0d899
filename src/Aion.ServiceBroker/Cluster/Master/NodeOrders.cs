using System.Security.Cryptography;
using Aion.Contracts.Clusterpb;
using Google.Protobuf;

namespace Aion.ServiceBroker.Cluster.Master;

internal static class NodeOrders
{
    /// <summary>Tells two orders apart, also those for a worker of AION's, which have no fingerprint.</summary>
    public static string IdentityOf(Apply order) => order.Order?.Fingerprint is { Length: > 0 } fingerprint
        ? fingerprint
        : Convert.ToHexStringLower(SHA256.HashData(order.AionSetting.ToByteArray()));
}
