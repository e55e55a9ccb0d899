using Aion.Contracts.Events;

namespace Aion.Contracts.Tests.Events;

public sealed class TopicsTests
{
    [Theory]
    [InlineData("judge", 1, "kanban.before.judge.001")]
    [InlineData("a.b-c", 1234, "kanban.before.a.b-c.1234")]
    public void TryParseBefore_WhatBeforeMade_GivesItBack(string service, int number, string topic)
    {
        Assert.Equal(topic, Topics.Before(service, number));
        Assert.True(Topics.TryParseBefore(topic, out var parsedService, out var parsedNumber));
        Assert.Equal((service, number), (parsedService, parsedNumber));
    }

    [Theory]
    [InlineData("kanban.after")]
    [InlineData("kanban.before.001")]
    [InlineData("kanban.before..001")]
    [InlineData("kanban.before.judge.1")]
    [InlineData("kanban.before.judge.0001")]
    [InlineData("kanban.before.judge.x01")]
    public void TryParseBefore_OtherTopic_IsFalse(string topic) => Assert.False(Topics.TryParseBefore(topic, out _, out _));

    [Theory]
    [InlineData("judge-001", true, "judge", 1)]
    [InlineData("judge-line-1000", true, "judge-line", 1000)]
    [InlineData("aion-servicebroker", false, "", 0)]
    [InlineData("-001", false, "", 0)]
    [InlineData("/aion/dev/judge/001", false, "", 0)]
    public void TryParse_InstanceName_SplitsLabelAndNumber(string name, bool expected, string service, int number)
    {
        Assert.Equal(expected, InstanceName.TryParse(name, out var parsedService, out var parsedNumber));
        Assert.Equal((service, number), (parsedService, parsedNumber));
    }

    [Theory]
    [InlineData("judge", "judge")]
    [InlineData("repo/line/judge:1.2", "judge")]
    [InlineData("host:5000/judge", "judge")]
    public void Label_ImageName_IsItsLastPartWithoutTag(string name, string label) => Assert.Equal(label, InstanceName.Label(name));
}
