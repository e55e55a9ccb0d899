using Aion.ServiceBroker.Tests.Lifecycle.Crashes;
using Aion.ServiceBroker.Tests.Platforms.Processes;

// `dotnet Aion.ServiceBroker.Tests.dll host HOME COMMAND...` is a host that a test may kill; without arguments nothing runs.
return args switch
{
    ["host", var home, .. var command] => await KillableHost.RunAsync(home, command),
    ["lifecycle", var home] => await FaultyHost.RunAsync(home),
    _ => 0,
};
