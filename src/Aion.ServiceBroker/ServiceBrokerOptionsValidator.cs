using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker;

/// <summary>Finds every wrong setting of the broker and names its key.</summary>
internal sealed class ServiceBrokerOptionsValidator : IValidateOptions<ServiceBrokerOptions>
{
    private const string Section = "Aion:ServiceBroker:";

    public ValidateOptionsResult Validate(string? name, ServiceBrokerOptions options)
    {
        List<string> failures = [];
        if (ListenAddress.TryResolve(options.Host, out var problem) is null)
        {
            failures.Add($"{Section}{nameof(options.Host)} {problem}");
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
}
