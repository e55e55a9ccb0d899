using System.Text;
using Dapr.Actors;
using Dapr.Actors.Runtime;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>An actor as the SDK's users write it; it tells <see cref="ActorEvents"/> what it does.</summary>
public sealed class TestActor(ActorHost host, ActorEvents events) : Actor(host), ITestActor, IRemindable
{
    public async Task<int> AddAsync(int value)
    {
        var total = await StateManager.GetOrAddStateAsync("total", 0) + value;
        await StateManager.SetStateAsync("total", total);
        await StateManager.SetStateAsync("last", value);
        return total;
    }

    public Task<int> GetAsync() => StateManager.GetOrAddStateAsync("total", 0);

    public async Task SaveThenFailAsync(int value)
    {
        await StateManager.SetStateAsync("total", value);
        throw new InvalidOperationException("after the set");
    }

    public Task SaveForAsync(string value, TimeSpan life) => StateManager.SetStateAsync("short", value, life);

    public async Task<string> WaitAsync(string name)
    {
        events.Add($"enter {name}");
        await events.GateAsync(name);
        events.Add($"leave {name}");
        return name;
    }

    public Task FailAsync(string message) => throw new InvalidOperationException(message);

    public async Task<int> CallBackAsync(int depth) =>
        depth == 0 ? 0 : 1 + await ProxyFactory.CreateActorProxy<ITestActor>(Id, nameof(TestActor)).CallBackAsync(depth - 1);

    public async Task StartTimerAsync(string name, TimeSpan due, TimeSpan period) =>
        await RegisterTimerAsync(name, nameof(OnTimerAsync), Encoding.UTF8.GetBytes(name), due, period);

    public Task StopTimerAsync(string name) => UnregisterTimerAsync(name);

    public Task OnTimerAsync(byte[] data)
    {
        events.Add($"timer {Encoding.UTF8.GetString(data)}");
        return Task.CompletedTask;
    }

    public async Task RemindAsync(string name, TimeSpan due, TimeSpan period, int? repetitions, string state)
    {
        if (repetitions is { } count)
            await RegisterReminderAsync(name, Encoding.UTF8.GetBytes(state), due, period, count);
        else
            await RegisterReminderAsync(name, Encoding.UTF8.GetBytes(state), due, period);
    }

    public async Task<string?> GetReminderStateAsync(string name) =>
        await GetReminderAsync(name) is { } reminder ? $"{Encoding.UTF8.GetString(reminder.State)} {reminder.DueTime} {reminder.Period}" : null;

    public Task ForgetAsync(string name) => UnregisterReminderAsync(name);

    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        events.Add($"reminder {reminderName} {Encoding.UTF8.GetString(state)}");
        if (reminderName.StartsWith("held", StringComparison.Ordinal))
            await events.GateAsync(reminderName);
        if (reminderName.StartsWith("failing", StringComparison.Ordinal))
            throw new InvalidOperationException("as asked");
    }

    protected override Task OnActivateAsync()
    {
        events.Add($"activate {Id}");
        return Task.CompletedTask;
    }

    protected override Task OnDeactivateAsync()
    {
        events.Add($"deactivate {Id}");
        return Task.CompletedTask;
    }
}
