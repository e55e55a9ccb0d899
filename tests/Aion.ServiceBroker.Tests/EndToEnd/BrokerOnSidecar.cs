namespace Aion.ServiceBroker.Tests.EndToEnd;

/// <summary>One broker over the embedded sidecar for all tests of a class, each with a service of its own.</summary>
public sealed class BrokerOnSidecar : IAsyncLifetime
{
    private RealSidecar _sidecar = null!;
    private int _services;

    internal TempFolder Home { get; } = new();

    internal BrokerFixture Broker { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var port = FreePort.Next();
        _sidecar = await RealSidecar.StartAsync(Home.Path, port);
        Broker = await BrokerFixture.StartAsync(
            _sidecar.Broker.HttpEndpoint.ToString(), _sidecar.Broker.GrpcEndpoint.ToString(), Home, port,
            new() { ["Aion:ServiceBroker:LogMaxBytes"] = "100000" });
    }

    public async Task DisposeAsync()
    {
        await Broker.DisposeAsync();
        await _sidecar.DisposeAsync();
        Home.Dispose();
    }

    /// <summary>Applies a project of one service with these keys, in the place of the one before; its label.</summary>
    internal async Task<string> ApplyServiceAsync(string keys)
    {
        var label = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"job{++_services}");
        await Broker.ApplyAsync($"deviceName: here\nmicroservices:\n  {label}: {{startup: yes, {keys}}}\n");
        return label;
    }
}
