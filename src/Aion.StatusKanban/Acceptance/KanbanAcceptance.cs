using System.Buffers;
using System.Globalization;
using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Aion.StatusKanban.Projects;
using Microsoft.Extensions.Options;

namespace Aion.StatusKanban.Acceptance;

/// <summary>Takes the outputs of microservices: checks them, gives them their id and makes them durable.</summary>
internal sealed class KanbanAcceptance(
    KanbanPublisher publisher, OutputSettlement outputs, CurrentProject project, IOptions<StatusKanbanOptions> options,
    StatusKanbanMetrics metrics, TimeProvider time, ILogger<KanbanAcceptance> logger)
{
    private readonly RecentIds _recent = new(options.Value.RecentIds);
    private readonly int _maxBytes = options.Value.MaxKanbanBytes;

    /// <summary>Null when the output is durable, also when an earlier call with the same id made it so; else why not.</summary>
    public ValueTask<Refusal?> AcceptAsync(Request request, OutputCall call, CancellationToken ct)
    {
        if ((Check(request) ?? call.Check()) is { } problem)
        {
            Log.Refused(logger, request.MicroserviceName, problem);
            return new(Refusal.Of(problem));
        }

        if (call.KanbanId is not { } id)
        {
            return PublishAsync(KanbanId.New(time), request, call, ct);
        }

        var outcome = _recent.OnceAsync(id, () => PublishAsync(id, request, call, ct).AsTask(), out var repeated);
        if (repeated)
        {
            metrics.Repeated();
        }

        return new(outcome);
    }

    private static string? Check(Request request)
    {
        if (request.MicroserviceName.Length == 0)
        {
            return "The request has no microserviceName.";
        }

        if (request.Message is not { } message)
        {
            return "The request has no message.";
        }

        return message.ProcessNumber < 0 ? $"The processNumber {message.ProcessNumber} is negative."
            : message.HasUnknownFields ? "The message has fields that this version does not know and would lose."
            : null;
    }

    private async ValueTask<Refusal?> PublishAsync(string id, Request request, OutputCall call, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>(768);
        Envelope(id, request, call).WriteTo(buffer, request.Message);
        if (buffer.WrittenCount > _maxBytes)
        {
            var problem = string.Create(
                CultureInfo.InvariantCulture, $"The kanban has {buffer.WrittenCount} bytes as JSON, more than the limit of {_maxBytes}.");
            Log.Refused(logger, request.MicroserviceName, problem);
            return Refusal.Of(problem);
        }

        var refusal = await publisher.PublishAsync(id, buffer.WrittenMemory, ct);
        if (refusal is null)
        {
            // Here, where a repeated call does not come by: it must not acknowledge a second kanban.
            outputs.Settle(request);
        }

        return refusal;
    }

    private KanbanEvent Envelope(string id, Request request, OutputCall call)
    {
        var service = InstanceName.Label(request.MicroserviceName);
        // 0 is what a client sends that does not know of numbers: there is one instance, and it is number 1.
        var number = Math.Max(1, request.Message.ProcessNumber);
        var device = project.DeviceName;
        return new KanbanEvent
        {
            Id = id,
            Source = string.Create(CultureInfo.InvariantCulture, $"/aion/{device}/{service}/{number:D3}"),
            Time = time.GetUtcNow(),
            Service = service,
            ProcessNumber = number,
            ConnectionKey = request.Message.ConnectionKey,
            CausationId = call.CausationId ?? "",
            Device = device,
            TraceParent = call.TraceParent ?? "",
        };
    }
}
