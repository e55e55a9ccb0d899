using Dapr.Workflow.Tests.EndToEnd;
using FsCheck;
using FsCheck.Fluent;

namespace Dapr.Workflow.Tests.Model;

/// <summary>
/// Random programs of activities, retries, timers, events, children and new runs, while the sidecar and the worker are ended at
/// random and instances are suspended, resumed and terminated: each comes to what the model says, and every step has its effect
/// once. A failure prints the programs, what happened to them, and the seed that repeats it.
/// </summary>
public sealed class ProgramPropertyTests
{
    [Fact]
    public void Programs_WhateverIsRestarted_ComeToWhatTheModelSays() => Check(static () => new InProcessSidecar(), runs: 25);

    [Fact]
    public void Programs_WhateverIsKilled_ComeToWhatTheModelSays() => Check(static () => new KilledSidecar(), runs: 4);

    private static void Check(Func<ISidecarUnderTest> sidecar, int runs) =>
        Prop.ForAll(CaseGenerator.Cases, modelCase => new ModelRun(modelCase).CheckAsync(sidecar()).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs));
}
