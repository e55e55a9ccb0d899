using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aion.Sidecar.Api.Http;

/// <summary>What daprd's HTTP API takes from path and query.</summary>
internal static class RequestMetadata
{
    private const string Prefix = "metadata.";

    /// <summary>The query parameters metadata.x as x; null when there are none.</summary>
    public static Dictionary<string, string>? QueryMetadata(this HttpRequest request)
    {
        if (!request.QueryString.HasValue)
            return null;
        Dictionary<string, string>? metadata = null;
        foreach (var (key, values) in request.Query)
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal))
                (metadata ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase))[key[Prefix.Length..]] = values[0] ?? "";
        }

        return metadata;
    }

    /// <summary>A route parameter, decoded: routing leaves %2F as it is.</summary>
    public static string Route(this HttpContext context, string name)
    {
        var value = (string?)context.GetRouteValue(name) ?? "";
        return value.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(value) : value;
    }

    /// <summary>The metadata of an item and of its request in one; the request's wins, as in daprd.</summary>
    public static IReadOnlyDictionary<string, string>? Merge(
        Dictionary<string, string>? item, IReadOnlyDictionary<string, string>? request)
    {
        if (item is null || request is null)
            return (IReadOnlyDictionary<string, string>?)item ?? request;
        foreach (var (key, value) in request)
            item[key] = value;
        return item;
    }
}
