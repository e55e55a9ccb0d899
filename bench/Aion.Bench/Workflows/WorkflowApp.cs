using System.Diagnostics;
using System.Threading.Channels;
using Dapr.Workflow;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aion.Bench.Workflows;

/// <summary>An app with a workflow client and a worker, as the service broker is one, in the bench's own process.</summary>
internal sealed class WorkflowApp : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Channel<long> _activityStarts;

    private WorkflowApp(IHost host, Channel<long> activityStarts) => (_host, _activityStarts) = (host, activityStarts);

    public DaprWorkflowClient Client => _host.Services.GetRequiredService<DaprWorkflowClient>();

    /// <summary>When activities that a waiting workflow called began, as <see cref="Stopwatch"/> timestamps.</summary>
    public ChannelReader<long> ActivityStarts => _activityStarts.Reader;

    public static async Task<WorkflowApp> StartAsync(string sidecar)
    {
        var starts = Channel.CreateUnbounded<long>();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["DAPR_GRPC_ENDPOINT"] = sidecar, ["DAPR_API_TOKEN"] = "" });
        builder.Logging.ClearProviders();
        builder.Services.AddDaprWorkflow(options => Register(options, starts));
        var host = builder.Build();
        await host.StartAsync();
        return new WorkflowApp(host, starts);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static void Register(WorkflowRuntimeOptions options, Channel<long> starts)
    {
        options.RegisterWorkflow<int, int>("Empty", static (_, input) => Task.FromResult(input));
        options.RegisterWorkflow<int, int>("Steps", static async (context, count) =>
        {
            for (var i = 0; i < count; i++)
            {
                await context.CallActivityAsync<int>("Step", i);
            }

            return count;
        });
        options.RegisterWorkflow<int, int>("React", static async (context, run) =>
        {
            await context.WaitForExternalEventAsync<int>("signal");
            await context.CallActivityAsync<int>("Stamp", run);
            context.ContinueAsNew(run + 1);
            return 0;
        });
        options.RegisterActivity<int, int>("Step", static (_, input) => Task.FromResult(input));
        options.RegisterActivity<int, int>("Stamp", (_, input) =>
        {
            starts.Writer.TryWrite(Stopwatch.GetTimestamp());
            return Task.FromResult(input);
        });
    }
}
