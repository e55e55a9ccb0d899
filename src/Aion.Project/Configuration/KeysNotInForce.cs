using Aion.Project.Diagnostics;
using Aion.Project.Syntax;

namespace Aion.Project.Configuration;

/// <summary>Reports keys that are read and checked, but that nothing acts on yet: who writes one must not count on it.</summary>
internal static class KeysNotInForce
{
    private static readonly Dictionary<string, string> Meanwhile = new()
    {
        ["dependsOn"] = "all microservices with `startup` are started at once",
        ["health"] = "nothing asks for its health",
        ["restart"] = "`always` alone decides about a new start",
    };

    public static void Report(MapNode service, string owner, DiagnosticBag bag)
    {
        foreach (MapEntry entry in service.Entries)
        {
            string key = entry.Key.Text;
            if (Meanwhile.TryGetValue(key, out string? meanwhile) && entry.Value is not ScalarNode { IsNull: true })
                bag.Add(
                    DiagnosticRules.NotInForce,
                    entry.Key.Span,
                    $"`{key}` of {owner} has no effect yet: {meanwhile}.",
                    $"Keep `{key}` for a later version of Aion.Dapr, but do not count on it.");
        }
    }
}
