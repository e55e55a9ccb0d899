using Aion.ServiceDefaults.Sidecar;
using Aion.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Aion.ServiceDefaults.Tests.Sidecar;

public sealed class SidecarReadinessTests
{
    [Fact]
    public async Task Wait_SidecarNotReadyAtFirst_EndsWhenItIs()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        sidecar.Ready = false;
        await using var app = TestApp.Create(sidecar);
        var wait = app.Services.GetRequiredService<SidecarReadiness>().WaitAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => sidecar.Tokens.Count >= 3);

        Assert.False(wait.IsCompleted);
        sidecar.Ready = true;
        await wait.WaitAsync(TestApp.Patience);
    }

    [Fact]
    public async Task Wait_NoSidecarAtAll_CanBeCancelledAndProbeSaysWhy()
    {
        await using var app = TestApp.Create(null, new() { ["DAPR_HTTP_ENDPOINT"] = "http://127.0.0.1:1" });
        var readiness = app.Services.GetRequiredService<SidecarReadiness>();
        Assert.Contains("refused", await readiness.ProbeAsync(CancellationToken.None), StringComparison.OrdinalIgnoreCase);
        using var cancel = new CancellationTokenSource();
        var wait = readiness.WaitAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(TestApp.Patience));
    }
}
