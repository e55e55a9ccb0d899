using System.Runtime.CompilerServices;
using System.Text;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;
using Aion.Cli.Projects;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.DeadLetters;
using Aion.ServiceBroker.Lifecycle.Explaining;

namespace Aion.Cli.Status;

/// <summary>What service-broker's HTTP API offers.</summary>
/// <param name="address">Where it is.</param>
/// <param name="token">What it wants to see; null: nothing.</param>
internal sealed class BrokerApi(Uri address, string? token) : IDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly BrokerHttp _http = new(address, token);

    /// <summary>The API of the broker that was named, else of the host that runs in the home.</summary>
    /// <exception cref="CliException">None does.</exception>
    public static BrokerApi Of(CommandContext context) => new(context.Broker ?? RunningHost(context.Home).Addresses.Api, context.Token);

    /// <exception cref="CliException">No host runs in this home.</exception>
    public static HostRecord RunningHost(AionHome home) => new HostRecordFile(home).ReadLiving()
        ?? throw new CliException(ExitCode.NotRunning, new Survivors(home, TimeProvider.System).Find() is { Count: > 0 } left
            ? $"No host runs in {home.Path}, but a killed one left {Survivors.Describe(left)}. `aionctl up` takes them over, `aionctl down` ends them."
            : $"Nothing runs in {home.Path}. Start it with `aionctl up`, or name another folder with --home.");

    /// <exception cref="CliException">It was not ready in time; the message says what is missing.</exception>
    public async Task WaitUntilReadyAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        string problem;
        do
        {
            problem = await _http.ReadinessProblemAsync(cancellationToken) ?? "";
            if (problem.Length == 0)
            {
                return;
            }
            await Task.Delay(Poll, time, cancellationToken);
        }
        while (time.GetElapsedTime(started) < ReadyTimeout);
        throw new CliException(ExitCode.StartFailed, $"service-broker was not ready after {ReadyTimeout.TotalSeconds:0} s: {problem}");
    }

    public Task<BrokerStatus> StatusAsync(CancellationToken cancellationToken) => _http.GetAsync("api/v1/status", CliJson.Output.BrokerStatus, cancellationToken);

    /// <summary>The full story of a service, or of one instance.</summary>
    public Task<ServiceExplanation> ExplainAsync(string service, int? number, CancellationToken cancellationToken) =>
        _http.GetAsync($"api/v1/explain/{PathOf(service, number)}", CliJson.Output.ServiceExplanation, cancellationToken);

    /// <summary>Has a service's instances, or one, restarted, stopped or started; returns when the request was taken, not when it is done.</summary>
    /// <param name="action"><c>restart</c>, <c>stop</c> or <c>start</c>.</param>
    /// <param name="service">The service's label.</param>
    /// <param name="number">Process number; null: all instances.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task ControlAsync(string action, string service, int? number, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(HttpMethod.Post, $"api/v1/instances/{PathOf(service, number)}/{action}", null, cancellationToken);
    }

    /// <summary>Makes the project the one in force; only what changed is restarted.</summary>
    /// <param name="project">The project.</param>
    /// <param name="force">Updates that were rolled back are tried again.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<ProjectAnswer> ApplyAsync(CompiledProject project, bool force, CancellationToken cancellationToken) =>
        PostProjectAsync("apply", project, force, cancellationToken);

    /// <summary>What <see cref="ApplyAsync"/> would do.</summary>
    /// <inheritdoc cref="ApplyAsync"/>
    public Task<ProjectAnswer> PlanAsync(CompiledProject project, bool force, CancellationToken cancellationToken) =>
        PostProjectAsync("plan", project, force, cancellationToken);

    /// <summary>Output of an instance as text; ends when the log does, or never with <paramref name="follow"/>.</summary>
    public async Task CopyLogAsync(string service, int number, int? tail, bool follow, Stream target, CancellationToken cancellationToken)
    {
        var query = $"api/v1/logs/{Uri.EscapeDataString(service)}/{number}?follow={(follow ? "true" : "false")}{(tail is { } lines ? $"&tail={lines}" : "")}";
        using var response = await _http.SendAsync(HttpMethod.Get, query, null, cancellationToken);
        await using var log = await response.Content.ReadAsStreamAsync(cancellationToken);
        await log.CopyToAsync(target, cancellationToken);
    }

    /// <summary>Each accepted and routed kanban from now on, as the JSON line that the API sends.</summary>
    public async IAsyncEnumerable<string> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(HttpMethod.Get, "api/v1/watch", null, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }

    public Task<DeadAnswer> DeadAsync(CancellationToken cancellationToken) => _http.GetAsync("api/v1/dead", CliJson.Output.DeadAnswer, cancellationToken);

    /// <summary>Sends one dead letter, or all, back to where it came from.</summary>
    public async Task<RedriveResult> RedriveAsync(string? id, CancellationToken cancellationToken)
    {
        var path = id is null ? "api/v1/dead/redrive" : $"api/v1/dead/{Uri.EscapeDataString(id)}/redrive";
        using var response = await _http.SendAsync(HttpMethod.Post, path, null, cancellationToken);
        return await BrokerHttp.ReadAsync(response, CliJson.Output.RedriveResult, cancellationToken);
    }

    /// <summary>Deletes one dead letter, or with null all that fit; those of a reason or a service only.</summary>
    public async Task<DeleteResult> DeleteDeadAsync(string? id, string? reason, string? service, CancellationToken cancellationToken)
    {
        var filters = new[] { (Name: "reason", Value: reason), (Name: "service", Value: service) }.Where(filter => filter.Value is not null);
        var path = id is not null
            ? $"api/v1/dead/{Uri.EscapeDataString(id)}"
            : "api/v1/dead?" + string.Join('&', filters.Select(filter => $"{filter.Name}={Uri.EscapeDataString(filter.Value!)}"));
        using var response = await _http.SendAsync(HttpMethod.Delete, path, null, cancellationToken);
        return await BrokerHttp.ReadAsync(response, CliJson.Output.DeleteResult, cancellationToken);
    }

    /// <summary>Takes a lost node out of the cluster.</summary>
    public async Task ForgetNodeAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(HttpMethod.Post, $"api/v1/nodes/{Uri.EscapeDataString(name)}/forget", null, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Takes the project away.</summary>
    public async Task<ProjectAnswer> DeleteAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(HttpMethod.Post, "api/v1/delete", null, cancellationToken);
        return await BrokerHttp.ReadAsync(response, CliJson.Output.ProjectAnswer, cancellationToken);
    }

    private async Task<ProjectAnswer> PostProjectAsync(string verb, CompiledProject project, bool force, CancellationToken cancellationToken)
    {
        using var content = new StringContent(await File.ReadAllTextAsync(project.File, cancellationToken), Encoding.UTF8, "application/yaml");
        var path = $"api/v1/{verb}?path={Uri.EscapeDataString(project.File)}{(force ? "&force=true" : "")}";
        using var response = await _http.SendAsync(HttpMethod.Post, path, content, cancellationToken);
        return await BrokerHttp.ReadAsync(response, CliJson.Output.ProjectAnswer, cancellationToken);
    }

    private static string PathOf(string service, int? number) => Uri.EscapeDataString(service) + (number is { } one ? $"/{one}" : "");
}
