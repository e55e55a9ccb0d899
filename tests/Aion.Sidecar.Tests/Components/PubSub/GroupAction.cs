namespace Aion.Sidecar.Tests.Components.PubSub;

public enum GroupAction
{
    Publish,
    Receive,
    AcknowledgeOldest,
    AcknowledgeNewest,
    Release,
    MemberRestart,
    Restart,
}
