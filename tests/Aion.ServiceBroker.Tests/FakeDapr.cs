using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Aion.Contracts.Events;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Lifecycle.Machine;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aion.ServiceBroker.Tests;

/// <summary>
/// A server with the calls of a sidecar that the broker makes, in memory, that fails on demand: a real sidecar cannot be
/// told to lose exactly the third event. Tests without faults use the real one.
/// </summary>
internal sealed class FakeDapr : IAsyncDisposable
{
    private const string Api = "/dapr.proto.runtime.v1.Dapr/";
    private readonly WebApplication _app;
    private readonly Dictionary<string, (byte[] Value, int Etag)> _state = [];
    private int _etags;

    private FakeDapr(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Topic, KanbanEvent Event)> Published { get; } = new();

    /// <summary>Says of a publish whether entry n of it fails; -1: the whole call.</summary>
    public Func<string, int, bool> Fails { get; set; } = (_, _) => false;

    public bool StateFails { get; set; }

    /// <summary>Says of a key whether reading it fails.</summary>
    public Func<string, bool> GetFails { get; set; } = _ => false;

    public ConcurrentDictionary<(string, int), QueueInfo> Queues { get; } = new();

    /// <summary>What the workflows of the instances remember, also while no broker runs.</summary>
    public ConcurrentDictionary<(string, int), LifecycleState> Workflows { get; } = new();

    public bool WorkflowsFail { get; set; }

    public string HttpEndpoint => _app.Urls.First();

    public string GrpcEndpoint => _app.Urls.Last();

    public static async Task<FakeDapr> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var self = new FakeDapr(app);
        app.MapGet("/v1.0/healthz/outbound", () => Results.NoContent());
        self.MapUnary(Api + "BulkPublishEvent", BulkPublishRequest.Parser, self.Publish);
        self.MapUnary(Api + "GetState", GetStateRequest.Parser, self.Get);
        self.MapUnary(Api + "GetBulkState", GetBulkStateRequest.Parser, self.GetBulk);
        self.MapUnary(Api + "ExecuteStateTransaction", ExecuteStateTransactionRequest.Parser, self.Transact);
        self.MapUnary("/aion.v1.KanbanQueue/List", ListRequest.Parser, self.List);
        self.MapUnary("/aion.v1.KanbanQueue/ReportCrash", ReportCrashRequest.Parser, self.ReportCrash);
        await app.StartAsync();
        return self;
    }

    /// <summary>The kanbans that status-kanban sets aside when it is told of a crash.</summary>
    public IReadOnlyList<string> Poison { get; set; } = [];

    public IReadOnlyList<KanbanEvent> On(string topic) => [.. Published.Where(p => p.Topic == topic).Select(p => p.Event)];

    public string? State(string key)
    {
        lock (_state)
        {
            return _state.TryGetValue(key, out var entry) ? Encoding.UTF8.GetString(entry.Value) : null;
        }
    }

    /// <summary>Puts a value into the store before a broker starts.</summary>
    public void Store(string key, string value)
    {
        lock (_state)
        {
            _state[key] = (Encoding.UTF8.GetBytes(value), ++_etags);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IMessage? Publish(BulkPublishRequest request)
    {
        if (Fails(request.Topic, -1))
        {
            return null;
        }

        var answer = new BulkPublishResponse();
        for (var i = 0; i < request.Entries.Count; i++)
        {
            if (Fails(request.Topic, i))
            {
                answer.FailedEntries.Add(new BulkPublishResponseFailedEntry { EntryId = request.Entries[i].EntryId, Error = "told to" });
                continue;
            }

            Assert.Equal("application/cloudevents+json", request.Entries[i].ContentType);
            Published.Enqueue((request.Topic, KanbanEvent.Parse(request.Entries[i].Event.ToByteArray())));
        }

        return answer;
    }

    private IMessage? Get(GetStateRequest request)
    {
        lock (_state)
        {
            return StateFails || GetFails(request.Key) ? null : _state.TryGetValue(request.Key, out var entry)
                ? new GetStateResponse { Data = ByteString.CopyFrom(entry.Value), Etag = entry.Etag.ToString(CultureInfo.InvariantCulture) }
                : new GetStateResponse();
        }
    }

    private IMessage? GetBulk(GetBulkStateRequest request)
    {
        lock (_state)
        {
            return StateFails ? null : new GetBulkStateResponse
            {
                Items =
                {
                    request.Keys.Select(key => new BulkStateItem
                    {
                        Key = key,
                        Data = _state.TryGetValue(key, out var entry) ? ByteString.CopyFrom(entry.Value) : ByteString.Empty,
                    }),
                },
            };
        }
    }

    private IMessage? Transact(ExecuteStateTransactionRequest request)
    {
        lock (_state)
        {
            if (StateFails || request.Operations.Any(o => o.Request.Etag is { } etag
                && (!_state.TryGetValue(o.Request.Key, out var entry) || entry.Etag.ToString(CultureInfo.InvariantCulture) != etag.Value)))
            {
                return null;
            }

            foreach (var operation in request.Operations)
            {
                if (operation.OperationType == "delete")
                {
                    _state.Remove(operation.Request.Key);
                }
                else
                {
                    _state[operation.Request.Key] = (operation.Request.Value.ToByteArray(), ++_etags);
                }
            }

            return new Google.Protobuf.WellKnownTypes.Empty();
        }
    }

    private IMessage ReportCrash(ReportCrashRequest request) => new ReportCrashResponse
    {
        InFlight = { Poison.Select(id => new CrashedKanban { KanbanId = id, Crashes = 3, SetAside = true }) },
    };

    private IMessage List(ListRequest request) => new ListResponse { Queues = { Queues.Values } };

    // Dapr.Protos has no server classes: a unary call is a 5-byte prefix and the message, both ways.
    private void MapUnary<T>(string path, MessageParser<T> parser, Func<T, IMessage?> handler)
        where T : IMessage<T> => _app.MapPost(path, async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var answer = handler(parser.ParseFrom(body.ToArray().AsSpan(5)));
            context.Response.ContentType = "application/grpc";
            if (answer is not null)
            {
                var frame = new byte[5 + answer.CalculateSize()];
                BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
                answer.WriteTo(frame.AsSpan(5));
                await context.Response.Body.WriteAsync(frame);
            }
            else
            {
                context.Response.AppendTrailer("grpc-message", "told to fail");
            }

            context.Response.AppendTrailer("grpc-status", answer is null ? "14" : "0");
        });
}
