using System.Net;
using System.Net.Http.Headers;
using Aion.Contracts.Projectpb;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Tests.Security;

/// <summary>Who may call the broker's APIs, which start programs.</summary>
public sealed class ApiTokenTests
{
    [Theory]
    [InlineData("0.0.0.0", null, null, "AION_API_TOKEN (or Aion:ServiceBroker:ApiTokenFile)", "APP_API_TOKEN")]
    [InlineData("::", "t", null, "APP_API_TOKEN", "APP_API_TOKEN")]
    [InlineData("192.0.2.7", null, "t", "AION_API_TOKEN", "AION_API_TOKEN")]
    public async Task Start_OffLoopbackWithoutATokenOrTwo_IsRefusedWithOneSentence(string host, string? api, string? app, params string[] said)
    {
        await using var dapr = await FakeDapr.StartAsync();
        var settings = new Dictionary<string, string?> { ["Aion:ServiceBroker:Host"] = host, ["AION_API_TOKEN"] = api, ["APP_API_TOKEN"] = app };

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => BrokerFixture.StartAsync(dapr, settings: settings));

        var sentence = Assert.Single(refused.Failures);
        Assert.StartsWith($"Aion:ServiceBroker:Host is '{host}', which other machines reach", sentence, StringComparison.Ordinal);
        Assert.All(said, part => Assert.Contains(part, sentence, StringComparison.Ordinal));
        Assert.Equal(api is null, sentence.Contains("AION_API_TOKEN (or", StringComparison.Ordinal));
        Assert.Equal(app is null, sentence.Contains("APP_API_TOKEN, here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_OffLoopbackWithBothTokens_Listens()
    {
        await using var dapr = await FakeDapr.StartAsync();
        using var folder = new TempFolder();
        await using var broker = await BrokerFixture.StartAsync(dapr, settings: new()
        {
            ["Aion:ServiceBroker:Host"] = "0.0.0.0", ["Aion:ServiceBroker:ApiTokenFile"] = folder.File("token", "t\n"), ["APP_API_TOKEN"] = "u",
        });

        Assert.StartsWith("http://0.0.0.0:", broker.GrpcAddress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TokenFileThatIsNotThere_IsRefusedWithItsKey()
    {
        await using var dapr = await FakeDapr.StartAsync();
        var settings = new Dictionary<string, string?> { ["Aion:ServiceBroker:ApiTokenFile"] = "/no/such/file" };

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => BrokerFixture.StartAsync(dapr, settings: settings));

        Assert.StartsWith("Aion:ServiceBroker:ApiTokenFile '/no/such/file' cannot be read", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schl\u00fcssel")]
    [InlineData("two\nlines")]
    public async Task Start_TokenThatNoHeaderCarries_IsRefusedAsNobodyCouldCall(string token)
    {
        await using var dapr = await FakeDapr.StartAsync();

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => BrokerFixture.StartAsync(dapr, settings: new() { ["AION_API_TOKEN"] = token }));

        Assert.StartsWith("AION_API_TOKEN (or ", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/v1/status")]
    [InlineData("POST", "/api/v1/apply")]
    [InlineData("POST", "/api/v1/delete")]
    [InlineData("POST", "/api/v1/instances/judge/restart")]
    [InlineData("GET", "/api/v1/logs/judge/1")]
    [InlineData("GET", "/api/v1/watch")]
    [InlineData("DELETE", "/api/v1/dead")]
    [InlineData("PUT", "/api/v1/busy")]
    [InlineData("POST", "/api/v1/nodes/w/forget")]
    public async Task Api_WithoutTheToken_IsRefusedEverywhereAndSaysWhatToSend(string method, string path)
    {
        await using var broker = await StartAsync();
        foreach (var authorization in new[] { null, new AuthenticationHeaderValue("Bearer", "wrong"), new AuthenticationHeaderValue("Basic", "secret") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Authorization = authorization;
            // What a sidecar adds to every call that it passes on opens nothing.
            request.Headers.Add("dapr-api-token", "secret");

            using var answer = await broker.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Within.Default);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
            Assert.Contains("--token or AION_API_TOKEN", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Api_WithTheToken_AnswersAndHealthNeedsNone()
    {
        await using var broker = await StartAsync();
        using var health = await broker.Http.GetAsync("/healthz").WaitAsync(Within.Default);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        broker.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret");

        Assert.Equal(0, (await broker.GetAsync("/api/v1/status")).GetProperty("generation").GetInt64());

        // As a reverse proxy on this machine passes it on.
        broker.Http.DefaultRequestHeaders.Host = "broker.example";
        Assert.Equal(0, (await broker.GetAsync("/api/v1/status")).GetProperty("generation").GetInt64());
    }

    [Theory]
    [InlineData(null, false, StatusCode.Unauthenticated)]
    [InlineData("Bearer wrong", false, StatusCode.Unauthenticated)]
    [InlineData("Bearer secret", false, StatusCode.OK)]
    [InlineData(null, true, StatusCode.OK)]
    public async Task ProjectPb_NeedsTheTokenUnlessItIsOpenToAionsTools(string? authorization, bool open, StatusCode expected)
    {
        await using var broker = await StartAsync(open);
        using var channel = GrpcChannel.ForAddress(broker.GrpcAddress);
        var headers = new Metadata();
        if (authorization is not null)
        {
            headers.Add("authorization", authorization);
        }

        using var call = new Contracts.Projectpb.Project.ProjectClient(channel).StatusAsync(new Empty(), headers);
        var status = await call.ResponseAsync.ContinueWith(_ => call.GetStatus(), TaskScheduler.Default).WaitAsync(Within.Default);

        Assert.Equal(expected, status.StatusCode);
    }

    [Fact]
    public async Task Loopback_WithoutAnyToken_WorksAsAionDoes()
    {
        await using var dapr = await FakeDapr.StartAsync();
        await using var broker = await BrokerFixture.StartAsync(dapr);
        using var channel = GrpcChannel.ForAddress(broker.GrpcAddress);

        Assert.Equal(ResponseCode.Ok, (await new Contracts.Projectpb.Project.ProjectClient(channel).StatusAsync(new Empty())).Response.Code);
    }

    private static async Task<BrokerFixture> StartAsync(bool open = false) => await BrokerFixture.StartAsync(dapr: null, settings: new()
    {
        ["AION_API_TOKEN"] = "secret", ["Aion:ServiceBroker:OpenToAionTools"] = open ? "true" : "false",
    });
}
