using Aion.Sidecar.Actors.Hosting;
using Aion.Sidecar.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Sidecar.Actors.Streams;

/// <summary>The actor types that an app names when it opens a stream; the rules are those of GET /dapr/config.</summary>
internal static class StreamActorConfig
{
    public static IReadOnlyDictionary<string, ActorTypeConfig> Types(SubscribeActorEventsRequestInitialAlpha1 initial)
    {
        var drains = !initial.HasDrainRebalancedActors || initial.DrainRebalancedActors;
        var common = Settings(ActorTypeConfig.Default, initial.ActorIdleTimeout, initial.DrainOngoingCallTimeout, drains, initial.Reentrancy);
        var types = initial.Entities.Distinct(StringComparer.Ordinal).ToDictionary(type => type, _ => common, StringComparer.Ordinal);
        foreach (var entity in initial.EntitiesConfig)
        {
            // As in daprd, what it leaves out is the default and not the app's common setting; but for the drain.
            var missing = ActorTypeConfig.Default with { DrainTimeout = common.DrainTimeout };
            var ownDrains = !entity.HasDrainRebalancedActors || entity.DrainRebalancedActors;
            var own = Settings(missing, entity.ActorIdleTimeout, entity.DrainOngoingCallTimeout, ownDrains, entity.Reentrancy);
            foreach (var type in entity.Entities.Where(types.ContainsKey))
                types[type] = own;
        }

        return types;
    }

    private static ActorTypeConfig Settings(ActorTypeConfig missing, Duration? idle, Duration? drain, bool drains, ActorReentrancyConfig? reentrancy)
    {
        var depth = reentrancy is { Enabled: true }
            ? reentrancy is { HasMaxStackDepth: true, MaxStackDepth: > 0 } ? reentrancy.MaxStackDepth : ActorTypeConfig.DefaultStackDepth
            : 0;
        return new ActorTypeConfig(Span(idle) ?? missing.IdleTimeout, drains ? Span(drain) ?? missing.DrainTimeout : TimeSpan.Zero, depth);
    }

    private static TimeSpan? Span(Duration? duration) => duration is { Seconds: >= 0 and < 100L * 365 * 24 * 3600 } ? duration.ToTimeSpan() : null;
}
