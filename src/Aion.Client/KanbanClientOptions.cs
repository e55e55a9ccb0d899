using System.Globalization;

namespace Aion.Client;

/// <summary>Who this microservice is and where status-kanban is. AION gives all of it in the environment.</summary>
public sealed class KanbanClientOptions
{
    /// <summary>status-kanban's gRPC address. Default: <c>http://aion-statuskanban:11010</c>, its name in a cluster.</summary>
    public Uri Address { get; set; } = new("http://aion-statuskanban:11010");

    /// <summary>The name of this microservice in project.yml.</summary>
    public string ServiceName { get; set; } = "";

    /// <summary>The number of this instance, from 1. Default: 1.</summary>
    public int ProcessNumber { get; set; } = 1;

    /// <summary>
    /// How many kanbans are on their way to this instance at a time, the one being worked on included. More hides the way from
    /// status-kanban, fewer share the work better between instances. Default: 16.
    /// </summary>
    public int Prefetch { get; set; } = 16;

    /// <summary>Start with one kanban that status-kanban makes up (START_SERVICE_WITHOUT_KANBAN). It has no id. Default: no.</summary>
    public bool InitialKanban { get; set; }

    /// <summary>The longest pause between two attempts to reach status-kanban; the first is 50 ms, each doubles. Default: 5 s.</summary>
    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>HTTP address of this instance's sidecar, for <see cref="KanbanClient.SetBusyAsync"/>. Default: none.</summary>
    public Uri? SidecarAddress { get; set; }

    /// <summary>What the sidecar wants to see in <c>dapr-api-token</c>. Default: nothing.</summary>
    public string? SidecarToken { get; set; }

    /// <summary>
    /// Reads <c>KANBAN_ADDR</c> (<c>host:port</c> or a URL), <c>SERVICE_NAME</c>, <c>MS_NUMBER</c>, and of the sidecar
    /// <c>DAPR_HTTP_ENDPOINT</c> (else <c>DAPR_HTTP_PORT</c> on this machine) and <c>DAPR_API_TOKEN</c>; what is absent keeps
    /// its default.
    /// </summary>
    /// <exception cref="InvalidOperationException">A variable has a wrong value, or SERVICE_NAME is missing.</exception>
    public static KanbanClientOptions FromEnvironment() => From(Environment.GetEnvironmentVariable);

    internal static KanbanClientOptions From(Func<string, string?> variable)
    {
        var options = new KanbanClientOptions();
        if (variable("KANBAN_ADDR") is { Length: > 0 } address)
        {
            options.Address = ParseAddress("KANBAN_ADDR", address);
        }

        options.ServiceName = variable("SERVICE_NAME") ?? "";
        if (variable("MS_NUMBER") is { Length: > 0 } number)
        {
            options.ProcessNumber = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
                ? parsed
                : throw new InvalidOperationException($"MS_NUMBER is '{number}', which is no number.");
        }

        options.SidecarAddress = variable("DAPR_HTTP_ENDPOINT") is { Length: > 0 } sidecar ? ParseAddress("DAPR_HTTP_ENDPOINT", sidecar)
            : variable("DAPR_HTTP_PORT") is { Length: > 0 } port ? ParseAddress("DAPR_HTTP_PORT", "127.0.0.1:" + port) : null;
        options.SidecarToken = variable("DAPR_API_TOKEN");
        options.Validate();
        return options;
    }

    internal void Validate()
    {
        if (ServiceName.Length == 0)
        {
            throw new InvalidOperationException("The name of the microservice is missing: set SERVICE_NAME or KanbanClientOptions.ServiceName.");
        }

        if (ProcessNumber < 1 || Prefetch < 1 || MaxBackOff <= TimeSpan.Zero)
        {
            throw new InvalidOperationException("ProcessNumber and Prefetch must be 1 or more, and MaxBackOff above 0.");
        }
    }

    private static Uri ParseAddress(string variable, string address) =>
        Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" ? uri
            : throw new InvalidOperationException($"{variable} is '{address}', which is neither host:port nor a URL.");
}
