using System.Globalization;
using System.Net.Http;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Api;

namespace Aion.Cli.Kanbans;

/// <summary>Keeps a misspelt sender from becoming a dead letter: status-kanban itself accepts kanbans of any name.</summary>
internal static class SenderCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Passes when service-broker does not answer: the kanban waits for it then.</summary>
    /// <exception cref="CliException">The running project has no such instance, and <paramref name="force"/> is not set.</exception>
    public static async Task RunAsync(CommandContext context, string service, int number, bool force, CancellationToken cancellationToken)
    {
        if (await StatusAsync(context, cancellationToken) is not { Generation: > 0 } status || Problem(status, service, number) is not { } problem)
        {
            return;
        }
        if (!force)
        {
            throw new CliException(ExitCode.NotFound, $"{problem}\nNothing was sent; --force sends it all the same.");
        }
        context.Output.Warning(problem);
    }

    private static string? Problem(BrokerStatus status, string service, int number)
    {
        var services = new DeclaredServices(status);
        var label = InstanceName.Label(service);
        var numbers = status.Instances.Where(instance => instance.Service == label).Select(instance => instance.Number).Order().ToList();
        if (numbers.Count == 0)
        {
            var meant = services.InstanceMeant(service);
            return services.Missing(service, meant is null ? null : string.Create(CultureInfo.InvariantCulture, $"{meant.Service} -n {meant.Number}"));
        }
        if (status.Instances.FirstOrDefault(instance => instance.Service == label)?.Node is { } node && node != status.Node)
        {
            return $"{service} runs on node {node}, and only that node routes what it sends: send it there.";
        }
        return numbers.Contains(number) ? null
            : string.Create(CultureInfo.InvariantCulture, $"{service} has no process number {number}, only {string.Join(", ", numbers)}.");
    }

    private static async Task<BrokerStatus?> StatusAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        using var broker = BrokerApi.Of(context);
        try
        {
            return await broker.StatusAsync(limit.Token);
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
