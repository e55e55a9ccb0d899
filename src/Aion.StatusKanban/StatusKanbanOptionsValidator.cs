using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Aion.StatusKanban;

/// <summary>Finds every wrong setting and names its key.</summary>
internal sealed class StatusKanbanOptionsValidator : IValidateOptions<StatusKanbanOptions>
{
    public ValidateOptionsResult Validate(string? name, StatusKanbanOptions options)
    {
        List<string> failures = [];
        Require(IPAddress.TryParse(options.ListenAddress, out _), nameof(options.ListenAddress), "must be an IP address");
        Require(ParsePorts(options.Ports) is not null, nameof(options.Ports), "must be port numbers, separated by commas");
        Require(options.Home.Length > 0, nameof(options.Home), "must not be empty");
        Require(options.MaxKanbanBytes > 0, nameof(options.MaxKanbanBytes), "must be above 0");
        Require(options.PublishBatch > 0, nameof(options.PublishBatch), "must be above 0");
        Require(options.PublishBatchBytes > 0, nameof(options.PublishBatchBytes), "must be above 0");
        Require(options.PublishBacklog > 0, nameof(options.PublishBacklog), "must be above 0");
        Require(options.PublishTimeout > TimeSpan.Zero, nameof(options.PublishTimeout), "must be above 0");
        Require(options.RecentIds > 0, nameof(options.RecentIds), "must be above 0");
        Require(options.HeldPerQueue > 0, nameof(options.HeldPerQueue), "must be above 0");
        Require(options.MaxAttempts >= 0, nameof(options.MaxAttempts), "must not be negative");
        Require(options.PoisonCrashes >= 0, nameof(options.PoisonCrashes), "must not be negative");
        Require(options.RetryDelay >= TimeSpan.Zero, nameof(options.RetryDelay), "must not be negative");
        Require(options.SettleDelay >= TimeSpan.Zero, nameof(options.SettleDelay), "must not be negative");
        Require(options.WithdrawnDelay >= TimeSpan.Zero, nameof(options.WithdrawnDelay), "must not be negative");
        Require(options.WithdrawnQuiet > TimeSpan.Zero, nameof(options.WithdrawnQuiet), "must be above 0");
        Require(options.ProjectPoll > TimeSpan.Zero, nameof(options.ProjectPoll), "must be above 0");
        Require(options.StaticTopicLimit > 0, nameof(options.StaticTopicLimit), "must be above 0");
        Require(options.StaticTopicPoll > TimeSpan.Zero, nameof(options.StaticTopicPoll), "must be above 0");
        Require(options.KeepAliveDelay >= TimeSpan.FromSeconds(1), nameof(options.KeepAliveDelay), "must be 1 second or more");
        Require(options.KeepAliveTimeout >= TimeSpan.FromSeconds(1), nameof(options.KeepAliveTimeout), "must be 1 second or more");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string key, string rule)
        {
            if (!holds)
            {
                failures.Add($"{StatusKanbanOptions.Section}:{key} {rule}.");
            }
        }
    }

    /// <summary>Reads a comma-separated list of port numbers; null when it is none.</summary>
    public static IReadOnlyList<int>? ParsePorts(string text)
    {
        var ports = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!ushort.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                return null;
            }

            ports.Add(port);
        }

        return ports;
    }
}
