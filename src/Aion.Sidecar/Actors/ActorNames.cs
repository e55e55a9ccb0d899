using Aion.Sidecar.Errors;

namespace Aion.Sidecar.Actors;

/// <summary>What names of actors, methods and schedules may hold: they become part of a path of the app.</summary>
internal static class ActorNames
{
    private const string ReservedTypes = "dapr.internal.";

    /// <exception cref="DaprException">The type belongs to Dapr itself.</exception>
    public static void RequireFree(string type)
    {
        if (type.StartsWith(ReservedTypes, StringComparison.Ordinal))
            throw new DaprException(ActorErrors.ReservedType(type));
    }

    /// <summary>null: the name is fine.</summary>
    public static string? Fault(string name)
    {
        if (name.AsSpan().IndexOfAny("#?\0/\\") >= 0)
            return $"name contains forbidden character: \"{name}\"";
        if (name.Any(IsControl))
            return $"name contains control character: \"{name}\"";
        return name is "." or ".." ? $"name is a path traversal sequence: \"{name}\"" : null;
    }

    /// <summary>A method with its dots resolved, as in a path; it may hold slashes.</summary>
    /// <param name="method">As the caller gave it, decoded.</param>
    /// <param name="fault">null: it is fine.</param>
    public static string Method(string method, out string? fault)
    {
        fault = method.AsSpan().IndexOfAny("#?\0") >= 0 ? $"method contains forbidden character: \"{method}\""
            : method.Any(IsControl) ? $"method contains control character: \"{method}\""
            : null;
        var parts = new List<string>();
        foreach (var part in method.Split('/'))
        {
            if (part is not ("" or "." or ".."))
                parts.Add(part);
            else if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }

    private static bool IsControl(char character) => character is < ' ' or '\x7f';
}
