namespace Aion.Sidecar.Tests.Actors;

/// <summary>Component YAML of the actor tests.</summary>
public static class ActorResources
{
    public const string StateStore = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: { name: actors }
        spec:
          type: state.in-memory
          version: v1
          metadata:
            - { name: actorStateStore, value: "true" }
        """;
}
