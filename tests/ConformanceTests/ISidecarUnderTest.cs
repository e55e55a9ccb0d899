namespace ConformanceTests;

/// <summary>A running sidecar for one app.</summary>
public interface ISidecarUnderTest : IAsyncDisposable
{
    int HttpPort { get; }

    int GrpcPort { get; }
}
