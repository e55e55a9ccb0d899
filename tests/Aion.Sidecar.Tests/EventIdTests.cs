using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Tests;

/// <summary>Whoever filters the log by an event's id gets that event alone.</summary>
public sealed class EventIdTests
{
    [Fact]
    public void Events_OfTheSidecar_HaveIdsOfTheirOwn()
    {
        var events = typeof(SidecarHost).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (method.Name, Id: method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(found => found.Id is not null)
            .ToList();

        Assert.NotEmpty(events);
        Assert.Empty(events.GroupBy(found => found.Id).Where(same => same.Count() > 1).Select(same => string.Join(" and ", same)));
    }
}
