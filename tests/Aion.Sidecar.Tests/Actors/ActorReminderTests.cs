using Aion.Sidecar.Actors.Reminders;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>The steps of a reminder, without a clock.</summary>
public sealed class ActorReminderTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Create_WithoutADueTime_FiresAfterAPeriod() => Assert.Equal(Start.AddSeconds(10), Create("", "10s").Next);

    [Fact]
    public void Succeeded_WithACount_EndsAfterIt()
    {
        var reminder = Create("0s", "R3/PT10S");
        for (var tick = 1; tick <= 2; tick++)
        {
            reminder = reminder.Succeeded(reminder.Next)!;
            Assert.Equal(Start.AddSeconds(10 * tick), reminder.Next);
        }

        Assert.Null(reminder.Succeeded(reminder.Next));
    }

    [Fact]
    public void Succeeded_AfterItsTimeToLive_Ends()
    {
        var reminder = Create("5s", "10s", ttl: "25s");

        reminder = reminder.Succeeded(Start.AddSeconds(5))!;
        reminder = reminder.Succeeded(Start.AddSeconds(15))!;

        Assert.Equal(Start.AddSeconds(25), reminder.Next);
        Assert.Null(reminder.Succeeded(Start.AddSeconds(35)));
    }

    [Fact]
    public void Failed_WithRetries_KeepsTheRhythmOfThePeriod()
    {
        var reminder = Create("0s", "10s", new ReminderRetries(TimeSpan.FromSeconds(2), 1));

        var again = reminder.Failed(Start)!;
        Assert.Equal((Start.AddSeconds(2), 1, 0), (again.Next, again.Attempts, again.Fired));
        var next = again.Failed(Start.AddSeconds(2))!;

        Assert.Equal((Start.AddSeconds(10), 0, 1), (next.Next, next.Attempts, next.Fired));
    }

    [Fact]
    public void Failed_WithoutALimit_GoesOnForEver()
    {
        var reminder = Create("0s", "", new ReminderRetries(TimeSpan.FromSeconds(1), null));
        for (var attempt = 1; attempt < 100; attempt++)
            reminder = reminder.Failed(Start.AddSeconds(attempt))!;

        Assert.Equal(99, reminder.Attempts);
        Assert.Null(reminder.Succeeded(Start.AddSeconds(100)));
    }

    private static ActorReminder Create(string dueTime, string period, ReminderRetries? retries = null, string ttl = "") => ActorReminder.Create(
        new ReminderRequest(new ReminderKey(new("T", "1"), "r"), dueTime, period, ttl, null, Overwrite: true, retries ?? ReminderRetries.Default), Start);
}
