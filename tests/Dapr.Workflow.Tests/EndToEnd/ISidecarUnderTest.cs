namespace Dapr.Workflow.Tests.EndToEnd;

/// <summary>A sidecar that can be ended and begun again on what it left.</summary>
internal interface ISidecarUnderTest
{
    Task StartAsync(string dataDirectory, int grpcPort);

    Task EndAsync();
}
