using Aion.Contracts.Kanbanpb;
using Aion.Contracts.State;
using Aion.StatusKanban.Projects;
using Aion.StatusKanban.Queues;
using Google.Protobuf.WellKnownTypes;

namespace Aion.StatusKanban.Acceptance;

/// <summary>
/// For services with <c>acknowledge: output</c>: their accepted output acknowledges the oldest kanban that their stream holds, and
/// their clean end (the terminating message of AION's clients) all of them.
/// </summary>
internal sealed class OutputSettlement(QueueRegistry queues, CurrentProject project)
{
    private const string Terminating = "service-broker";

    /// <summary>Call it with an output that is durable.</summary>
    public void Settle(Request request)
    {
        var key = QueueKey.From(request.MicroserviceName, request.Message.ProcessNumber);
        // A service that is being taken out of the project still answers for what it has.
        var isSettledByOutput = project.AcknowledgeOf(key.Service) == AcknowledgeModes.Output || project.WhyWithdrawn(key) is not null;
        if (!isSettledByOutput || queues.Find(key) is not { } queue)
        {
            return;
        }

        var terminates = IsTerminating(request.Message.Metadata);
        if (!terminates || request.Message.ConnectionKey == Terminating)
        {
            queue.SettleByOutput(all: terminates);
        }

        // A terminating message without the key is what a service sends that gives up: its kanban goes to its next start.
    }

    private static bool IsTerminating(Struct? metadata) =>
        metadata is not null && metadata.Fields.TryGetValue("type", out var type) && type.StringValue == "terminate";
}
