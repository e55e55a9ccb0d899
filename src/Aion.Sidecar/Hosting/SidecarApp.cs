using Aion.Sidecar.Operations;

namespace Aion.Sidecar.Hosting;

/// <summary>Everything that the sidecar knows about one app: its settings and the operations that its APIs offer.</summary>
internal sealed class SidecarApp
{
    public SidecarApp(SidecarAppOptions options, SidecarRuntime runtime)
    {
        Options = options;
        Runtime = runtime;
        Metadata = new MetadataOperations(this);
        State = new StateOperations(this);
        Publish = new PublishOperations(this);
        Secrets = new SecretOperations(this);
        Bindings = new BindingOperations(this);
    }

    public SidecarAppOptions Options { get; }

    public string AppId => Options.AppId;

    public SidecarRuntime Runtime { get; }

    public MetadataOperations Metadata { get; }

    public StateOperations State { get; }

    public PublishOperations Publish { get; }

    public SecretOperations Secrets { get; }

    public BindingOperations Bindings { get; }
}
