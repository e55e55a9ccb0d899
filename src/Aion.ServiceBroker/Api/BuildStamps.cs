namespace Aion.ServiceBroker.Api;

/// <summary>
/// The header <c>Aion-Build-Stamps</c> of an apply or a plan: which build each service's program comes from, so that a service
/// which was rebuilt is started anew although its definition is the same.
/// </summary>
public static class BuildStamps
{
    /// <summary>Name of the header.</summary>
    public const string Header = "Aion-Build-Stamps";

    /// <summary>The header's value: <c>judge=0f3a..., camera=77b2...</c>.</summary>
    /// <param name="stamps">By the service's label.</param>
    public static string Format(IReadOnlyDictionary<string, string> stamps) => string.Join(", ", stamps.Select(stamp => $"{stamp.Key}={stamp.Value}"));

    /// <summary>By the service's label; empty without the header. What is no pair is passed over.</summary>
    public static IReadOnlyDictionary<string, string> Read(HttpRequest request)
    {
        var stamps = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in request.Headers[Header].SelectMany(value => (value ?? "").Split(',')))
        {
            if (pair.Split('=') is [var service, var stamp] && service.Trim().Length > 0 && stamp.Trim().Length > 0)
            {
                stamps[service.Trim()] = stamp.Trim();
            }
        }

        return stamps;
    }
}
