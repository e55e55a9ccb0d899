using System.Net;
using System.Net.Sockets;
using Aion.Sidecar.AppChannel;
using Aion.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.AppChannel;

public sealed class AppProbeTests : IDisposable
{
    private readonly Socket _app = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly int _port;

    public AppProbeTests()
    {
        // Bound and not listening yet: the port is its own, and connections to it are refused.
        _app.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _port = ((IPEndPoint)_app.LocalEndPoint!).Port;
    }

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task AppThatIsUp_IsLookedAtSeldomerAndSeldomer()
    {
        _app.Listen();
        var time = new HurriedTime();
        var down = new AppProbe("127.0.0.1", _port, time).WaitUntilDownAsync(CancellationToken.None);
        for (var looks = 0; looks < 6; looks++)
        {
            using var look = await _app.AcceptAsync().WaitAsync(Within.Default);
        }

        _app.Close();
        await down.WaitAsync(Within.Default);
        Assert.Equal([1, 2, 4, 5, 5, 5], time.Pauses.Take(6).Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task AppThatIsDown_SaidToHaveComeUp_IsLookedAtWithoutAWait()
    {
        // On this clock a wait would have no end.
        var probe = new AppProbe("127.0.0.1", _port, new FakeTimeProvider());
        var up = probe.WaitUntilUpAsync(CancellationToken.None);
        _app.Listen();
        probe.Suspect();
        await up.WaitAsync(Within.Default);
    }
}
