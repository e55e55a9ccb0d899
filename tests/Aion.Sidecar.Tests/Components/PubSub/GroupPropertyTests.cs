using System.Text;
using Aion.Sidecar.Components;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Tests.Components.Loading;
using Aion.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Aion.Sidecar.Tests.Components.PubSub;

/// <summary>
/// Random publishes, receives, acknowledgements, releases, restarts of members and of the whole component, against
/// <see cref="GroupModel"/>: each receive has to answer exactly what the model says.
/// </summary>
public sealed class GroupPropertyTests
{
    private const int Members = 3;

    private static readonly Dictionary<string, string> NoMetadata = [];

    private static readonly Arbitrary<GroupStep[]> Steps = Gen.ArrayOf(
        from action in Gen.Frequency(
            (5, Gen.Constant(GroupAction.Publish)),
            (6, Gen.Constant(GroupAction.Receive)),
            (3, Gen.Constant(GroupAction.AcknowledgeOldest)),
            (2, Gen.Constant(GroupAction.AcknowledgeNewest)),
            (2, Gen.Constant(GroupAction.Release)),
            (1, Gen.Constant(GroupAction.MemberRestart)),
            (1, Gen.Constant(GroupAction.Restart)))
        from member in Gen.Choose(0, Members - 1)
        from count in Gen.Choose(1, 6)
        select new GroupStep(action, member, count)).ToArbitrary();

    [Theory]
    [InlineData("pubsub.in-memory", 300)]
    [InlineData("pubsub.sqlite", 60)]
    public void Group_RandomSteps_DeliversWhatTheModelSays(string type, int runs) =>
        Prop.ForAll(Steps, steps => RunAsync(type, steps).Within30s().GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithEndSize(60));

    private static async Task RunAsync(string type, GroupStep[] steps)
    {
        using var directory = new TempDirectory();
        var isDurable = type != "pubsub.in-memory";
        directory.Write("events.yaml", TestRegistry.Yaml("events", type, isDurable ? ["connectionString=aion.db"] : []));
        var run = new Run(directory, isDurable);
        await run.OpenAsync();
        foreach (var step in steps)
        {
            await run.DoAsync(step);
        }

        await run.DrainAsync();
        await run.CloseAsync();
    }

    private sealed class Run(TempDirectory directory, bool isDurable)
    {
        private readonly GroupModel model = new();
        private readonly Dictionary<string, PubSubDelivery> held = [];
        private readonly Dictionary<string, int> attempts = [];
        private readonly IPubSubConsumer[] members = new IPubSubConsumer[Members];
        private ComponentRegistry? registry;
        private IPubSub? pubSub;
        private int published;

        public async Task OpenAsync()
        {
            registry = await TestRegistry.LoadAsync(directory.Combine("events.yaml"), directory.FullPath);
            Assert.True(registry.TryGetPubSub("app", "events", out pubSub, out _));
            for (var i = 0; i < Members; i++)
            {
                members[i] = await JoinAsync();
            }
        }

        public async Task CloseAsync() => await registry!.DisposeAsync();

        public async Task DoAsync(GroupStep step)
        {
            var mine = model.HeldBy(step.Member);
            switch (step.Action)
            {
                case GroupAction.Publish:
                    await PublishAsync(step.Count);
                    break;
                case GroupAction.Receive when model.HasFree:
                    await ReceiveAsync(step.Member, step.Count);
                    break;
                case GroupAction.AcknowledgeOldest:
                    await AcknowledgeAsync(step.Member, [.. mine.Take(step.Count)]);
                    break;
                case GroupAction.AcknowledgeNewest:
                    await AcknowledgeAsync(step.Member, [.. mine.TakeLast(step.Count)]);
                    break;
                case GroupAction.Release:
                    await members[step.Member].ReleaseAsync([.. mine.Take(step.Count).Select(text => held[text])], CancellationToken.None);
                    model.Release(mine.Take(step.Count));
                    break;
                case GroupAction.MemberRestart:
                    await members[step.Member].DisposeAsync();
                    model.Release(mine);
                    members[step.Member] = await JoinAsync();
                    break;
                case GroupAction.Restart when isDurable:
                    await CloseAsync();
                    model.ReleaseAll();
                    await OpenAsync();
                    break;
            }
        }

        /// <summary>In the end everything is delivered, and nothing is left.</summary>
        public async Task DrainAsync()
        {
            model.ReleaseAll();
            for (var i = 0; i < Members; i++)
            {
                await members[i].DisposeAsync();
            }

            members[0] = await JoinAsync();
            while (model.HasFree)
            {
                await ReceiveAsync(0, 50);
            }

            await AcknowledgeAsync(0, model.HeldBy(0));
            await PublishAsync(1);
            await ReceiveAsync(0, 50);
        }

        private async Task<IPubSubConsumer> JoinAsync() => await pubSub!.SubscribeAsync("orders", "app", CancellationToken.None);

        private async Task PublishAsync(int count)
        {
            var texts = Enumerable.Range(published, count).Select(number => $"{number}").ToList();
            published += count;
            await pubSub!.PublishAsync("orders", [.. texts.Select(text => new PubSubMessage(Encoding.UTF8.GetBytes(text), NoMetadata))], CancellationToken.None);
            texts.ForEach(model.Publish);
        }

        private async Task ReceiveAsync(int member, int maximum)
        {
            var expected = model.Take(member, maximum);
            var actual = new List<string>();
            while (actual.Count < expected.Count)
            {
                foreach (var delivery in await members[member].ReceiveAsync(maximum - actual.Count, CancellationToken.None).AsTask().Within30s())
                {
                    var text = Encoding.UTF8.GetString(delivery.Data.Span);
                    actual.Add(text);
                    held[text] = delivery;
                    Assert.True(delivery.Attempt > attempts.GetValueOrDefault(text), $"{text}: attempt {delivery.Attempt} after {attempts.GetValueOrDefault(text)}");
                    attempts[text] = delivery.Attempt;
                }
            }

            Assert.Equal(expected, actual);
        }

        private async Task AcknowledgeAsync(int member, List<string> texts)
        {
            await members[member].AcknowledgeAsync([.. texts.Select(text => held[text])], CancellationToken.None);
            model.Acknowledge(texts);
        }
    }
}
