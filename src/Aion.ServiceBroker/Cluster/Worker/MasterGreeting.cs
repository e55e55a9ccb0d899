using System.Text;
using Aion.ServiceBroker.Cluster.Master;
using Aion.ServiceBroker.Cluster.Settings;
using Grpc.Core;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>What master and worker say before the first report.</summary>
internal sealed class MasterGreeting(ClusterToken token, string node, string address, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly string _nonce = ClusterToken.NewNonce();

    /// <summary>Call metadata: AION's two names, and that our additions are understood.</summary>
    public Metadata Headers() => new()
    {
        { "NodeName", node },
        { "NodeIP", address },
        { Visitor.VersionHeader, Visitor.Version },
        { Visitor.NonceHeader, _nonce },
    };

    /// <summary>
    /// The proof for the first report. With a token the master has to show first that it knows it, or anybody at its address
    /// could start programs here. Without one nothing is waited for: AION's masters say nothing before their first order.
    /// </summary>
    /// <exception cref="MasterRefusalException">The master does not know the token.</exception>
    /// <exception cref="RpcException">The connection failed.</exception>
    /// <exception cref="IOException">Nobody answered in time.</exception>
    public async Task<byte[]> ProofAsync(Task<Metadata> responseHeaders, CancellationToken ct)
    {
        if (!token.Required)
        {
            return [];
        }

        Metadata headers;
        try
        {
            headers = await responseHeaders.WaitAsync(Limit, time, ct);
        }
        catch (TimeoutException)
        {
            // A cut link looks the same, so this is no refusal.
            throw new IOException("nobody answers the greeting. (AION's brokers never do; a worker with a token cannot join one.)");
        }

        var nonce = headers.GetValue(Visitor.NonceHeader) ?? throw NotShown();
        var expected = Convert.ToHexStringLower(token.ProofOfMaster(node, _nonce, nonce));
        return ClusterToken.Matches(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(headers.GetValue(Visitor.ProofHeader) ?? ""))
            ? token.ProofOfWorker(node, _nonce, nonce)
            : throw new MasterRefusalException("It does not know this worker's token. Set the same Aion:Cluster:Token or TokenFile on both.");
    }

    /// <summary>Whether the master has shown that it speaks our additions; one of AION's never does.</summary>
    public static bool IsOurs(Task<Metadata> responseHeaders) =>
        responseHeaders.IsCompletedSuccessfully && responseHeaders.Result.GetValue(Visitor.VersionHeader) is not null;

    private static MasterRefusalException NotShown() =>
        new("It does not show that it knows the cluster's token. Is it a broker of AION? Those have no token.");
}
