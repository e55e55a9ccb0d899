using System.Diagnostics;
using System.Text.Json;
using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.StatusKanban.Tests.FakeDapr;

namespace Aion.StatusKanban.Tests.Interop;

/// <summary>A client that nobody here wrote: Debian's grpcio with stubs that its own tool makes of our kanban.proto.</summary>
public sealed class GrpcioTests
{
    [Fact]
    public async Task KanbanService_CalledFromPython_BehavesAsAionDoes()
    {
        using var stubs = new TempDirectory();
        var protos = Path.Combine(AppContext.BaseDirectory, "Protos");
        await PythonAsync("-m", "grpc_tools.protoc", $"-I{protos}", $"--python_out={stubs.FullPath}", $"--grpc_python_out={stubs.FullPath}", "kanbanpb/kanban.proto");
        await using var sidecar = await FakeSidecar.StartedAsync();
        App.Apply(sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));
        sidecar.Dapr.Topic("kanban.before.judge.001").Append(KanbanEvents.Range(0, 100));
        await using var app = await App.StartAsync(sidecar.Settings, ("Home", "/data/aion"));

        // The second port, which AION's Go clients dial.
        var output = await PythonAsync(Path.Combine(AppContext.BaseDirectory, "Interop", "client.py"), stubs.FullPath, app.SecondAddress.Authority);

        using var results = JsonDocument.Parse(output);
        var root = results.RootElement;
        Assert.Equal("/data/aion/Data/judge_1", root.GetProperty("initial").GetString());
        Assert.Equal(KanbanEvents.Texts(0, 100), root.GetProperty("received").EnumerateArray().Select(text => text.GetString()!));
        Assert.All(root.GetProperty("sent").EnumerateArray(), status => Assert.Equal(0, status.GetInt32()));
        Assert.All(root.GetProperty("repeated").EnumerateArray(), status => Assert.Equal(0, status.GetInt32()));
        Assert.Equal("[1, \"The request has no message.\"]", root.GetProperty("empty").GetRawText());
        Assert.Equal(0, root.GetProperty("static_sent").GetInt32());
        Assert.True(root.GetProperty("static").GetBoolean());
        Assert.Equal(0, root.GetProperty("static_deleted").GetInt32());
        var stored = sidecar.Dapr.Topic(Topics.After).Events;
        Assert.Equal(11, stored.Count);
        Assert.Equal("Größe", StatusKanbanJson.Parse(stored[0].Data.Span).Metadata.Fields["name"].StringValue);
    }

    private static async Task<string> PythonAsync(params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
        try
        {
            await python.WaitForExitAsync().Within30s("python ends");
        }
        finally
        {
            python.Kill();
        }

        Assert.True(python.ExitCode == 0, await errors);
        return await output;
    }
}
