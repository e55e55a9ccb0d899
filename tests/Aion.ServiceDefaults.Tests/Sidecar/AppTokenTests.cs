using System.Net;
using Aion.ServiceDefaults.Sidecar;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Aion.ServiceDefaults.Tests.Sidecar;

public sealed class AppTokenTests
{
    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("t", "t", HttpStatusCode.OK)]
    [InlineData("t", "x", HttpStatusCode.Unauthorized)]
    [InlineData("t", null, HttpStatusCode.Unauthorized)]
    public async Task RequireAppToken_ComparesTheHeader(string? expected, string? sent, HttpStatusCode status)
    {
        await using var app = TestApp.Create(null, new() { ["APP_API_TOKEN"] = expected });
        app.MapGet("/delegate", context => context.Response.WriteAsync("ok")).RequireAppToken();
        app.MapGet("/handler", () => "ok").RequireAppToken();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        foreach (var path in new[] { "/delegate", "/handler" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (sent is not null)
            {
                request.Headers.Add(SidecarAddress.TokenHeader, sent);
            }

            using var answer = await client.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
        }
    }
}
