using Aion.Sidecar.Actors;
using Aion.Sidecar.Actors.Reminders;
using Aion.Sidecar.Actors.Timers;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Reminders and timers whose next time lies after the year 9999: they fire when they can, and wait without an end then.</summary>
public sealed class FarReminderTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ReminderKey Key = new(new ActorKey("type", "one"), "far");

    [Fact]
    public void Reminder_WithAPeriodBeyondTheYear9999_FiresOnceAndWaits()
    {
        var reminder = ActorReminder.Create(new ReminderRequest(Key, "1s", "80000000h", "", null, Overwrite: true, ReminderRetries.Default), Start);

        var next = reminder.Succeeded(Start.AddSeconds(1));

        Assert.Equal(Start.AddSeconds(1), reminder.Next);
        Assert.Equal(DateTimeOffset.MaxValue, next!.Next);
    }

    [Fact]
    public void Timer_WithAPeriodBeyondTheYear9999_FiresOnceAndWaits()
    {
        var timer = new ActorTimer(Key, "callback", "1s", "P9000Y", null).Starting("", Start);

        Assert.Equal(DateTimeOffset.MaxValue, timer.After(Start.AddSeconds(1))!.Next);
    }
}
