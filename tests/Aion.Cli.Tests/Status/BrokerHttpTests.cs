using Aion.Cli.CommandLine;
using Aion.Cli.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aion.Cli.Tests.Status;

/// <summary>Another program answers where a broker is thought to be.</summary>
public sealed class BrokerHttpTests
{
    [Theory]
    [InlineData(200, "<html>Welcome</html>", "is not the HTTP API of a service-broker")]
    [InlineData(200, "[]", "is not the HTTP API of a service-broker")]
    [InlineData(404, "\"no such page\"", "no such page")]
    [InlineData(422, """{"detail":[{"msg":"missing"}]}""", "missing")]
    [InlineData(409, """{"title":"Conflict","detail":"It runs already."}""", "It runs already.")]
    public async Task Answer_OfAnyProgram_IsOneSentence(int status, string answer, string expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var program = builder.Build();
        program.Run(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(answer);
        });
        await program.StartAsync();
        using var broker = new BrokerApi(new Uri(program.Urls.Single()), token: null);

        var failure = await Assert.ThrowsAsync<CliException>(() => broker.StatusAsync(default));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }
}
