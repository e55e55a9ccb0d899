using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Hosting;

namespace Aion.Sidecar.Actors.Hosting;

/// <summary>An app that is up and hosts actors. When it goes down and comes up again it is another host.</summary>
internal sealed class ActorHost(SidecarApp app, IActorChannel channel, IReadOnlyDictionary<string, ActorTypeConfig> types)
{
    public string AppId => app.AppId;

    public SidecarApp App => app;

    public IActorChannel Channel => channel;

    public IReadOnlyDictionary<string, ActorTypeConfig> Types => types;

    /// <summary>A call did not reach it.</summary>
    public void Suspect() => app.Presence.Suspect();
}
