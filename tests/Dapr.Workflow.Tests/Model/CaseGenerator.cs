using FsCheck;
using FsCheck.Fluent;

namespace Dapr.Workflow.Tests.Model;

internal static class CaseGenerator
{
    private const int Programs = 4;

    // Names are distinct among branches: who of two waits for one name gets which event is not the model's business.
    private static readonly Gen<ProgramStep> Branch = Gen.OneOf(
        Weighted((6, 0), (2, 1), (1, 2), (1, 3)).Select(failures => new ProgramStep(StepKind.Activity, 0, failures)),
        Gen.Choose(0, 8).Select(milliseconds => new ProgramStep(StepKind.Timer, milliseconds)),
        Gen.Elements(StepKind.Timeout, StepKind.Echo).Select(kind => new ProgramStep(kind)));

    private static readonly Gen<ProgramStep> Event =
        from name in Gen.Choose(0, ProgramState.EventNames - 1)
        from isLimited in Gen.Choose(0, 1)
        select new ProgramStep(StepKind.Event, name, isLimited);

    private static readonly Gen<ProgramStep> Parallel =
        from branches in Branch.ArrayOf(3)
        from waiting in Event
        select new ProgramStep(StepKind.Parallel, Branches: [.. branches, waiting]);

    private static readonly Gen<ProgramStep> Child =
        from steps in Gen.Frequency((8, Branch), (1, Gen.Constant(new ProgramStep(StepKind.Fail)))).ArrayOf(2)
        select new ProgramStep(StepKind.Child, Child: steps);

    private static readonly Gen<ProgramStep> Step = Gen.Frequency(
        (8, Branch),
        (4, Event),
        (2, Parallel),
        (2, Child),
        (1, Gen.Constant(new ProgramStep(StepKind.Status))));

    private static readonly Gen<ProgramStep[][]> Program =
        from count in Weighted((3, 1), (1, 2), (1, 3))
        from runs in Step.ArrayOf(4).ArrayOf(count)
        from fails in Weighted((8, false), (1, true))
        select runs.Select((steps, i) => fails && i == count - 1 ? [.. steps, new ProgramStep(StepKind.Fail)] : steps).ToArray();

    private static readonly Gen<Disturbance> Disturbance =
        from kind in Weighted(
            (8, DisturbanceKind.Raise),
            (8, DisturbanceKind.Progress),
            (2, DisturbanceKind.Suspend),
            (2, DisturbanceKind.Resume),
            (1, DisturbanceKind.Terminate),
            (2, DisturbanceKind.RestartSidecar),
            (2, DisturbanceKind.KillWorker))
        from program in Gen.Choose(0, Programs - 1)
        from name in Gen.Choose(0, ProgramState.EventNames - 1)
        select new Disturbance(kind, program, name);

    public static Arbitrary<ModelCase> Cases { get; } = (
        from programs in Program.ArrayOf(Programs)
        from disturbances in Disturbance.ArrayOf(16)
        select new ModelCase(programs, disturbances)).ToArbitrary();

    private static Gen<T> Weighted<T>(params (int Weight, T Value)[] choices) =>
        Gen.Frequency([.. choices.Select(static choice => (choice.Weight, Gen.Constant(choice.Value)))]);
}
