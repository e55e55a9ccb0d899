using System.Globalization;
using Aion.Sidecar;

// A sidecar for one app, until it is killed. It prints "ready" when it answers.
// usage: Dapr.Workflow.CrashHost <data directory> <gRPC port>
await using var host = await SidecarHost.StartAsync(new SidecarHostOptions { DataDirectory = args[0] });
await host.AddAppAsync(new SidecarAppOptions { AppId = "app", GrpcPort = int.Parse(args[1], CultureInfo.InvariantCulture) });
Console.WriteLine("ready");
await Task.Delay(Timeout.Infinite);
