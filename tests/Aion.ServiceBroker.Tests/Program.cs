using Aion.ServiceBroker.Tests.Platforms.Processes;

// `dotnet Aion.ServiceBroker.Tests.dll host HOME COMMAND...` is a host that a test may kill; without arguments nothing runs.
return args is ["host", var home, .. var command] ? await KillableHost.RunAsync(home, command) : 0;
