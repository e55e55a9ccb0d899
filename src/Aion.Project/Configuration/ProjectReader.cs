using Aion.Project.Diagnostics;
using Aion.Project.Syntax;

namespace Aion.Project.Configuration;

/// <summary>Syntax tree to <see cref="ProjectConfig"/>: keys and types. What belongs together is checked by Validation.</summary>
internal static class ProjectReader
{
    public static ProjectConfig Read(MapNode root, DiagnosticBag bag)
    {
        MapReader project = new(root, "the project", KnownKeys.Project, bag);
        project.Require(
            "microservices",
            SourceSpan.FileStart,
            "Write `microservices:` and, below it and indented, the name of the first microservice.");
        MapNode? services = project.Map("microservices", "the name of each microservice below it, indented and with a colon");
        return new ProjectConfig
        {
            DeviceName = project.Text("deviceName"),
            // AION reads debug as text, so quotes are allowed here.
            Debug = project.Boolean("debug", allowQuoted: true),
            Devices = ReadDevices(project.Map("devices", "the name of each device below it, indented and with a colon"), bag),
            MicroservicesSpan = services?.Span,
            Services = services is null ? [] : [.. services.Entries.Select(e => ReadService(e, bag)).OfType<ServiceConfig>()],
        };
    }

    private static List<DeviceConfig> ReadDevices(MapNode? devices, DiagnosticBag bag)
    {
        List<DeviceConfig> read = [];
        foreach (MapEntry entry in devices?.Entries ?? [])
        {
            string owner = $"device `{entry.Key.Text}`";
            if (entry.Value is not MapNode map)
            {
                string fix = KnownKeys.Device.Contains(entry.Key.Text)
                    ? $"Write the name of the device first, and `{entry.Key.Text}` below it, indented."
                    : entry.Value is ScalarNode { IsNull: false } scalar ? $"Write `addr: {scalar.Text}` on the next line, indented." : "Write `addr:` with its address on the next line, indented.";
                bag.Add(
                    DiagnosticRules.WrongType,
                    entry.ValueSpan,
                    $"Device `{entry.Key.Text}` must be a map of keys, but is {entry.Value.Kind}.",
                    fix);
                continue;
            }
            MapReader device = new(map, owner, KnownKeys.Device, bag);
            device.Require("addr", entry.Key.Span, "Write `addr:` with the IP address or host name of the device.");
            read.Add(new DeviceConfig
            {
                Name = new Written<string>(entry.Key.Text, entry.Key.Span),
                Addr = device.Text("addr"),
                AionHome = device.Text("aionHome"),
                SshPort = device.Integer("sshPort"),
                Username = device.Text("username"),
                Password = device.Text("password"),
            });
        }
        return read;
    }

    // A service whose content cannot be read still exists, so that routes to it are not reported as well.
    private static ServiceConfig? ReadService(MapEntry entry, DiagnosticBag bag)
    {
        Written<string> name = new(entry.Key.Text, entry.Key.Span);
        if (KnownKeys.Service.Contains(name.Value))
        {
            bag.Add(
                DiagnosticRules.MisplacedKey,
                name.Span,
                $"`{name.Value}` is a key of a microservice, but stands where the names of microservices stand.",
                "Indent it two spaces deeper than the name of its microservice.");
            return null;
        }
        if (entry.Value is MapNode map)
            return ServiceReader.Read(name, map, bag);
        if (entry.Value is ScalarNode { IsNull: true })
            bag.Add(
                DiagnosticRules.EmptyService,
                name.Span,
                $"Microservice `{name.Value}` has no settings.",
                "Indent its keys below its name; write `" + name.Value + ": {}` if it really needs none.");
        else
            bag.Add(
                DiagnosticRules.WrongType,
                entry.ValueSpan,
                $"Microservice `{name.Value}` must be a map of keys, but is {entry.Value.Kind}.",
                "Write its keys on the lines below its name, indented and without dashes.");
        return new ServiceConfig { Name = name };
    }
}
