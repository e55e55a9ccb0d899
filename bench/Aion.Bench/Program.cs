using System.CommandLine;
using System.Globalization;
using Aion.Bench;
using Aion.Bench.Fleet;
using Aion.Bench.Floors;
using Aion.Bench.Workflows;

if (args is [EchoServer.Command])
{
    await EchoServer.ServeAsync();
    return 0;
}

if (args is [SidecarProcess.Command, var dataDirectory])
{
    await SidecarProcess.ServeAsync(dataDirectory);
    return 0;
}

if (args is [FleetProcess.Command, var home, var count])
{
    await FleetProcess.ServeAsync(home, int.Parse(count, CultureInfo.InvariantCulture));
    return 0;
}

var quick = new Option<bool>("--quick") { Description = "Shorter runs, for a look while working; the figures are rough." };
var aionctl = new Option<string>("--aionctl") { Description = "The aionctl to measure.", DefaultValueFactory = _ => "./aionctl" };
var components = new Option<string?>("--components") { Description = "A folder of component YAML instead of the embedded ones." };
var only = new Option<string[]>("--only") { Description = "Only these parts: floors, send, hop, burst, start, workflow, restart, fleet.", AllowMultipleArgumentsPerToken = true };
var json = new Option<string?>("--json") { Description = "Write the figures to this file as well." };
var command = new RootCommand("Measures Aion.Dapr beside the floors of this machine, in one run.") { quick, aionctl, components, only, json };
command.SetAction(parsed => new BenchRun(
    parsed.GetValue(quick), parsed.GetRequiredValue(aionctl), parsed.GetValue(components), parsed.GetValue(only) ?? [], parsed.GetValue(json)).RunAsync());
return await command.Parse(args).InvokeAsync();
