using System.Globalization;
using Aion.Contracts.Devicepb;
using Aion.Contracts.Projectpb;
using Aion.Contracts.Servicepb;
using Aion.Project.Diagnostics;
using Aion.Project.Syntax;
using Google.Protobuf.Collections;

namespace Aion.Project.Wire;

/// <summary>
/// Writes AION's message as the tree that project.yml would have, so that one set of rules checks both. Empty fields are
/// left out: on this wire empty and absent are the same.
/// </summary>
internal static class AionSettingSyntax
{
    public static MapNode From(AionSetting setting) => Map(
        Text("deviceName", setting.DeviceName),
        Text("debug", setting.Debug),
        Entry(
            "devices",
            Map([.. setting.Devices.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => Entry(d.Key, FromDevice(d.Value)))])),
        Entry("microservices", Map([.. setting.Microservices.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => Entry(s.Key, FromService(s.Value)))])));

    private static MapNode FromDevice(Device device) => Map(
        Text("addr", device.Addr),
        Number("sshPort", device.SSHPort),
        Text("username", device.Username),
        Text("password", device.Password),
        Text("aionHome", device.AionHome));

    private static MapNode FromService(Microservice service) => Map(
        Texts("command", service.Command),
        Entry(
            "nextService",
            Map([.. service.NextService.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => Entry(k.Key, List(k.Value.NextServiceSetting.Select(FromRoute))))])),
        // AION takes every scale below 1 as 1.
        Number("scale", Math.Max(service.Scale, 1)),
        Entry(
            "env",
            Map([.. service.Env.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => Entry(e.Key, Scalar(e.Value, isText: true)))])),
        Text("position", service.Position),
        Flag("always", service.Always),
        Flag("multiple", service.Multiple),
        Flag("startup", service.Startup),
        Number("interval", service.Interval),
        service.Ports.Count == 0 ? null : Entry("ports", List(service.Ports.Select(FromPort))),
        Text("directoryPath", service.DirPath),
        Text("serviceAccount", service.ServiceAccount),
        Text("network", service.Network),
        Text("tag", service.Tag),
        Texts("volumeMountPathList", service.VolumeMountPathList),
        Flag("privileged", service.Privileged),
        Flag("withoutKanban", service.WithoutKanban),
        Text("targetNode", service.TargetNode),
        service.Resources is { } resources ? Entry("resources", Map(FromAmounts("requests", resources.Requests), FromAmounts("limits", resources.Limits))) : null);

    private static MapNode FromRoute(NextServiceSetting route) => Map(
        Text("name", route.NextServiceName),
        Text("pattern", route.NumberPattern),
        Text("device", route.NextDevice));

    private static MapNode FromPort(PortConfig port) => Map(
        Text("name", port.Name),
        Text("protocol", port.Protocol),
        Number("port", port.Port),
        Number("nodePort", port.NodePort));

    private static MapEntry? FromAmounts(string key, ResourceConfig? amounts) =>
        amounts is null ? null : Entry(key, Map(Text("memory", amounts.Memory), Text("cpu", amounts.Cpu)));

    private static MapNode Map(params MapEntry?[] entries) => new(SourceSpan.FileStart, [.. entries.OfType<MapEntry>()]);

    private static ListNode List(IEnumerable<SyntaxNode> items) => new(SourceSpan.FileStart, [.. items]);

    private static ScalarNode Scalar(string text, bool isText) => new(SourceSpan.FileStart, text, isText);

    private static MapEntry Entry(string key, SyntaxNode value) => new(Scalar(key, isText: true), value);

    private static MapEntry? Text(string key, string value) => value.Length == 0 ? null : Entry(key, Scalar(value, isText: true));

    private static MapEntry? Texts(string key, RepeatedField<string> values) => values.Count == 0 ? null : Entry(
        key,
        List(values.Select(v => Scalar(v, isText: true))));

    private static MapEntry? Number(string key, int value) => value == 0 ? null : Entry(
        key,
        Scalar(value.ToString(CultureInfo.InvariantCulture), isText: false));

    private static MapEntry? Flag(string key, bool value) => value ? Entry(key, Scalar("yes", isText: false)) : null;
}
