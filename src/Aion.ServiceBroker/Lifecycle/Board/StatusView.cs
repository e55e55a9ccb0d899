using System.Globalization;
using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Lifecycle.Board;

/// <summary>Shows a state to people and tools.</summary>
internal static class StatusView
{
    public static string NameOf(string service, int number) => string.Create(CultureInfo.InvariantCulture, $"{service}-{number:000}");

    public static InstanceStatus Of(LifecycleState state) =>
        new(NameOf(state.Service, state.Number), state.Service, state.Number, state.Phase, state.Since)
        {
            Cause = state.Cause,
            Pid = state.Pid,
            StartedAt = state.StartedAt,
            Restarts = Math.Max(0, state.Starts - 1),
            Run = state.Run,
            Tries = state.Tries,
            NextTry = state.Phase.IsPaused() ? state.NextTry
                : state.Phase.IsIdle() && !state.Wanted && !state.StoppedByHand ? state.Due : null,
            WaitingFor = state is { Phase: InstanceState.Waiting, Wanted: true } ? state.Dependencies.WaitingFor : [],
            Busy = state.Busy,
            Health = state.Healthy switch { true => "healthy", false => "unhealthy", null => null },
            Completed = state.Completed,
            SetAside = SetAsideOf(state),
            Note = NoteOf(state) is { Length: > 0 } note ? note : null,
            LastExitCode = state.LastEnd?.Cause.ExitCode,
            LastExit = state.LastEnd?.Cause.Text,
            Adopted = state.Adopted,
        };

    private static int SetAsideOf(LifecycleState state) => state.Poison.Count(p => p.SettledAt is null);

    private static string NoteOf(LifecycleState state) =>
        string.Join("; ", new[] { UpdateNote(state), state.Phase == InstanceState.Poisoned ? null : PoisonNote(SetAsideOf(state)) }.OfType<string>());

    private static string? UpdateNote(LifecycleState state) =>
        state.Pending is not null && state.Phase.IsUp()
            ? $"an update waits until it is no longer busy ({state.Busy})"
                + (state.DeferUntil is { } until ? $", at the latest until {until.ToLocalTime():HH:mm:ss}" : "")
        : state.Rejected?.Cause.Text;

    private static string? PoisonNote(int setAside) => setAside switch
    {
        0 => null,
        1 => "1 kanban set aside as poison: `aionctl kanban dead`",
        _ => string.Create(CultureInfo.InvariantCulture, $"{setAside} kanbans set aside as poison: `aionctl kanban dead`"),
    };
}
