using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceBroker.Tests.Cluster.Master;
using Microsoft.Extensions.Configuration;

namespace Aion.ServiceBroker.Tests.Cluster;

/// <summary>The workers' port with a certificate: a worker that names an authority talks to a master that it vouches for, and to none else.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Worker_WithTheAuthority_JoinsByTls()
    {
        var authority = Authority("ca");
        await using var master = await MasterAsync(authority, IPAddress.Loopback);

        await using var worker = await WorkerAsync(master, "ca");

        await master.JoinedAsync("w");
        Assert.StartsWith("https://", master.Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "127.0.0.1")]
    [InlineData("ca", "127.0.0.9")]
    public async Task Master_WithACertificateOfAnotherAuthorityOrForAnotherAddress_IsRefused(string trusted, string address)
    {
        var authority = Authority("ca");
        Authority("other");
        await using var master = await MasterAsync(authority, IPAddress.Parse(address));

        await using var worker = await WorkerAsync(master, trusted);

        await LinkAsync(worker, "refused", "Aion:Cluster:CertificateAuthority for the name or address");
        Assert.Null(master.Nodes.Find("w"));
    }

    [Fact]
    public async Task Master_WithoutTls_IsRefusedByAWorkerThatWantsIt()
    {
        Authority("ca");
        await using var master = await MasterFixture.StartAsync();

        await using var worker = await WorkerAsync(master, "ca");

        await LinkAsync(worker, "refused", "has to show a certificate");
        Assert.Null(master.Nodes.Find("w"));
    }

    [Fact]
    public async Task Worker_WithoutTls_IsToldNothingByAMasterThatHasIt()
    {
        await using var master = await MasterAsync(Authority("ca"), IPAddress.Loopback);

        await using var worker = await WorkerAsync(master, null);

        await LinkAsync(worker, "away", "set Aion:Cluster:CertificateAuthority here");
        Assert.Null(master.Nodes.Find("w"));
    }

    [Theory]
    [InlineData("master", "Certificate", "/no/such.pem", "Aion:Cluster:CertificateKey is missing")]
    [InlineData("master", "CertificateKey", "/no/such.key", "Aion:Cluster:Certificate is missing")]
    [InlineData("worker", "CertificateAuthority", "/no/such.pem", "Aion:Cluster:CertificateAuthority '/no/such.pem' cannot be used")]
    public void Problems_CertificateThatCannotBeUsed_NamesItsKey(string mode, string key, string value, string said)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Aion:Mode"] = mode, ["NODE_NAME"] = "n", ["Aion:Cluster:Master"] = "10.0.0.1", ["Aion:Cluster:" + key] = value,
        }).Build();

        Assert.StartsWith(said, Assert.Single(ClusterOptions.From(configuration).Problems()), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Task LinkAsync(BrokerFixture worker, string state, string said) => Eventually.HoldsAsync(
        async () => (await worker.GetAsync("/api/v1/status")).GetProperty("master") is var link && link.GetProperty("state").GetString() == state
            && link.GetProperty("problem").GetString()!.Contains(said, StringComparison.Ordinal),
        $"{state}: {said}");

    private async Task<MasterFixture> MasterAsync(X509Certificate2 authority, IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=master", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return await MasterFixture.StartAsync(settings: new()
        {
            ["Aion:Cluster:Certificate"] = _folder.File("master.pem", certificate.ExportCertificatePem()),
            ["Aion:Cluster:CertificateKey"] = _folder.File("master.key", key.ExportPkcs8PrivateKeyPem()),
        });
    }

    private async Task<BrokerFixture> WorkerAsync(MasterFixture master, string? authority) => await BrokerFixture.StartAsync(dapr: null, settings: new()
    {
        ["Aion:Mode"] = "worker",
        ["Aion:Cluster:NodeName"] = "w",
        ["Aion:Cluster:Master"] = new Uri(master.Address).Authority,
        ["Aion:Cluster:ReconnectMaximum"] = "00:00:00.3",
        ["Aion:Cluster:CertificateAuthority"] = authority is null ? null : System.IO.Path.Combine(_folder.Path, authority + ".pem"),
    });

    private X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        _folder.File(name + ".pem", authority.ExportCertificatePem());
        return authority;
    }
}
