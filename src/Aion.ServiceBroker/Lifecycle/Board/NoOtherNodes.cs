namespace Aion.ServiceBroker.Lifecycle.Board;

/// <summary>Outside of a cluster there are none.</summary>
internal sealed class NoOtherNodes : IOtherNodes
{
    public event Action? Changed
    {
        add { }
        remove { }
    }

    public OtherService Find(string label, string node) => new(label, node, []) { Unsure = "this broker is in no cluster" };
}
