using Aion.ServiceBroker.Cluster.Settings;

namespace Aion.ServiceBroker.Tests.Cluster.Settings;

public sealed class ClusterOptionsTests
{
    [Theory]
    [InlineData("worker", ClusterMode.Worker)]
    [InlineData("MASTER", ClusterMode.Master)]
    [InlineData("production", ClusterMode.Default)]
    public void From_AionsVariable_IsTheModeAndWhatIsNoneIsDefault(string variable, ClusterMode expected)
    {
        var options = From(("MODE", variable), ("Aion:Cluster:Master", "10.0.0.1"));

        Assert.Equal(expected, options.Kind);
        Assert.Equal(variable == "production" ? variable : null, options.IgnoredMode);
    }

    [Fact]
    public void From_SettingAndVariable_SettingWins()
    {
        var options = From(("MODE", "worker"), ("Aion:Mode", "master"), ("NODE_NAME", "a"), ("Aion:Cluster:NodeName", "b"), ("NODE_IP", "10.1.1.1"));

        Assert.Equal((ClusterMode.Master, "b", "10.1.1.1"), (options.Kind, options.NodeName, options.NodeIP));
    }

    [Fact]
    public void Problems_ModeThatIsNone_NamesTheModes() =>
        Assert.Equal("Aion:Mode is 'mastre', but can only be default, master or worker.", Assert.Single(From(("Aion:Mode", "mastre")).Problems()));

    [Fact]
    public void Problems_WorkerWithoutMaster_NamesTheKey() =>
        Assert.StartsWith("Aion:Cluster:Master is missing", Assert.Single(From(("Aion:Mode", "worker"), ("NODE_NAME", "w")).Problems()), StringComparison.Ordinal);

    [Theory]
    [InlineData("Aion:Cluster:NodeName", "Hall 3", "small letters")]
    [InlineData("Aion:Cluster:NodeName", "-a", "small letters")]
    [InlineData("Aion:Cluster:NodeIP", "10.0.0.1:80", "neither an IP address nor a host name")]
    [InlineData("Aion:Cluster:Master", "10.0.0.1:99999", "HOST:PORT")]
    [InlineData("Aion:Cluster:Master", "http://10.0.0.1", "HOST:PORT")]
    [InlineData("Aion:Cluster:ReconnectMaximum", "00:00:00", "above 0")]
    [InlineData("Aion:Cluster:TokenFile", "/no/such/file", "cannot be read")]
    [InlineData("Aion:Cluster:ProjectDirectory", "line", "absolute")]
    public void Problems_WrongSettingOfAWorker_NamesItsKey(string key, string value, string problem)
    {
        var said = Assert.Single(From(("Aion:Mode", "worker"), ("NODE_NAME", "w"), ("Aion:Cluster:Master", "10.0.0.1"), (key, value)).Problems());

        Assert.StartsWith(key, said, StringComparison.Ordinal);
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_SeveralOfAMaster_AreAllFound()
    {
        var problems = From(("Aion:Mode", "master"), ("NODE_NAME", "m"), ("Aion:Cluster:Host", "a b"), ("Aion:Cluster:Port", "70000"), ("Aion:Cluster:Deadline", "00:00:05")).Problems();

        Assert.Equal(["Aion:Cluster:Host", "Aion:Cluster:Port", "Aion:Cluster:Deadline"], problems.Select(p => p.Split(' ')[0]));
    }

    [Theory]
    [InlineData("hall3", "hall3:11110")]
    [InlineData("192.168.0.5:4000", "192.168.0.5:4000")]
    [InlineData("fe80::1", "[fe80::1]:11110")]
    [InlineData("[::1]:5", "[::1]:5")]
    [InlineData("hall3:0", null)]
    [InlineData("hall 3", null)]
    [InlineData(":11110", null)]
    public void NodeAddress_Text_IsHostAndPort(string text, string? expected) =>
        Assert.Equal(expected, NodeAddress.Parse(text, ClusterOptions.DefaultPort)?.ToString());

    private static ClusterOptions From(params (string Key, string Value)[] settings) => ClusterOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Reverse().DistinctBy(s => s.Key).Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build());
}
