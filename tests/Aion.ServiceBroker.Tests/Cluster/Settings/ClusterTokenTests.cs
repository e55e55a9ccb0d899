using Aion.ServiceBroker.Cluster.Settings;

namespace Aion.ServiceBroker.Tests.Cluster.Settings;

public sealed class ClusterTokenTests
{
    [Fact]
    public void Proof_SameTokenAndNumbers_IsTheSame() =>
        Assert.Equal(new ClusterToken("t").ProofOfWorker("w", "1", "2"), new ClusterToken("t").ProofOfWorker("w", "1", "2"));

    [Fact]
    public void Proof_AnythingElse_IsAnother()
    {
        var token = new ClusterToken("t");
        byte[][] others =
        [
            new ClusterToken("u").ProofOfWorker("w", "1", "2"), token.ProofOfMaster("w", "1", "2"), token.ProofOfWorker("v", "1", "2"),
            token.ProofOfWorker("w", "3", "2"), token.ProofOfWorker("w", "1", "3"), [],
        ];

        Assert.All(others, other => Assert.False(ClusterToken.Matches(token.ProofOfWorker("w", "1", "2"), other)));
    }

    [Fact]
    public void From_File_IsItsTextWithoutTheLineEnd()
    {
        using var folder = new TempFolder();
        var fromFile = ClusterToken.From(new ClusterOptions { TokenFile = folder.File("token", "secret\n") });

        Assert.Equal(new ClusterToken("secret").ProofOfMaster("w", "1", "2"), fromFile.ProofOfMaster("w", "1", "2"));
    }

    [Fact]
    public void ReadFile_Empty_IsRefused()
    {
        using var folder = new TempFolder();

        Assert.Null(ClusterToken.ReadFile(folder.File("token", " \n"), out var problem));
        Assert.Contains("is empty", problem, StringComparison.Ordinal);
    }
}
