using System.Net;
using Aion.ServiceBroker.Security;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker;

/// <summary>Finds every wrong setting of the broker and names its key.</summary>
internal sealed class ServiceBrokerOptionsValidator(IConfiguration configuration) : IValidateOptions<ServiceBrokerOptions>
{
    private const string Section = "Aion:ServiceBroker:";

    public ValidateOptionsResult Validate(string? name, ServiceBrokerOptions options)
    {
        List<string> failures = [];
        if (ListenAddress.TryResolve(options.Host, out var problem) is not { } address)
        {
            failures.Add($"{Section}{nameof(options.Host)} {problem}");
        }
        else if (!IPAddress.IsLoopback(address))
        {
            RequireTokens(options, failures);
        }

        var token = ApiToken.Read(configuration, out var unreadable);
        if (unreadable.Length > 0)
        {
            failures.Add($"{ApiToken.FileKey} {unreadable}");
        }
        else if (token is not null && !ApiToken.IsSendable(token))
        {
            failures.Add($"{ApiToken.Variable} (or {ApiToken.Key}, or {ApiToken.FileKey}) {ApiToken.NotSendable}");
        }

        RequirePort(options.HttpPort, nameof(options.HttpPort));
        RequirePort(options.GrpcPort, nameof(options.GrpcPort));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void RequirePort(int port, string key)
        {
            if (port is < 0 or > ushort.MaxValue)
            {
                failures.Add($"{Section}{key} is {port}, which is no port number.");
            }
        }
    }

    // Both ports start programs: what comes over the network has to show that it may.
    private void RequireTokens(ServiceBrokerOptions options, List<string> failures)
    {
        var missing = new List<string>(2);
        if (options.ApiToken is null && ApiToken.Read(configuration, out var unreadable) is null && unreadable.Length == 0)
        {
            missing.Add($"{ApiToken.Variable} (or {ApiToken.FileKey}) to a secret that callers of the API send");
        }

        if (string.IsNullOrWhiteSpace(configuration["APP_API_TOKEN"]))
        {
            missing.Add("APP_API_TOKEN, here and at the sidecar, to one that the sidecar sends with events");
        }

        if (missing.Count > 0)
        {
            failures.Add($"{Section}{nameof(options.Host)} is '{options.Host}', which other machines reach, and the broker starts programs: "
                + $"set {string.Join(", and ", missing)}, or listen on 127.0.0.1.");
        }
    }
}
