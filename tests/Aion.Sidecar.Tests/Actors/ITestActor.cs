using Dapr.Actors;

namespace Aion.Sidecar.Tests.Actors;

public interface ITestActor : IActor
{
    Task<int> AddAsync(int value);

    Task<int> GetAsync();

    Task SaveThenFailAsync(int value);

    Task SaveForAsync(string value, TimeSpan life);

    Task<string> WaitAsync(string name);

    Task FailAsync(string message);

    Task<int> CallBackAsync(int depth);

    Task StartTimerAsync(string name, TimeSpan due, TimeSpan period);

    Task StopTimerAsync(string name);

    Task RemindAsync(string name, TimeSpan due, TimeSpan period, int? repetitions, string state);

    Task<string?> GetReminderStateAsync(string name);

    Task ForgetAsync(string name);
}
