using Aion.Testing;
using Dapr.Workflow.Tests.EndToEnd;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Workflow.Tests.Model;

/// <summary>Runs the programs of a case on the real worker and the real sidecar, and compares with the model.</summary>
internal sealed class ModelRun
{
    private readonly ModelCase _case;
    private readonly Ledger _ledger = new();
    private readonly ProgramModel[] _models;
    private readonly int[][] _raised;
    private readonly HashSet<int> _terminated = [];

    public ModelRun(ModelCase modelCase)
    {
        _case = modelCase;
        _models = [.. modelCase.Programs.Select((runs, i) => ProgramModel.Of(IdOf(i), runs))];
        _raised = [.. modelCase.Programs.Select(static _ => new int[ProgramState.EventNames])];
    }

    public async Task CheckAsync(ISidecarUnderTest sidecar)
    {
        // 1. The programs begin.
        await using var platform = await WorkflowPlatform.StartAsync(
            static options =>
            {
                options.RegisterWorkflow<ProgramWorkflow>();
                options.RegisterActivity<LedgerActivity>();
            },
            services => services.AddSingleton(_ledger),
            sidecar);
        for (var i = 0; i < _models.Length; i++)
        {
            await platform.Client.ScheduleNewWorkflowAsync(nameof(ProgramWorkflow), IdOf(i), ProgramState.FirstRun(_case.Programs[i]));
        }

        // 2. Things happen to them.
        foreach (var disturbance in _case.Disturbances)
        {
            await DisturbAsync(platform, disturbance);
        }

        // 3. Everything that holds them up goes away.
        for (var i = 0; i < _models.Length; i++)
        {
            await LetEndAsync(platform, i);
        }

        // 4. They came to what the model says, and it is final.
        for (var i = 0; i < _models.Length; i++)
        {
            AssertEnd(i, await platform.EndOfAsync(IdOf(i)));
        }

        await platform.StopSidecarAsync();
        await platform.StartSidecarAsync();
        for (var i = 0; i < _models.Length; i++)
        {
            AssertEnd(i, await platform.EndOfAsync(IdOf(i)));
        }
    }

    private static string IdOf(int program) => $"p{program}";

    private async Task DisturbAsync(WorkflowPlatform platform, Disturbance disturbance)
    {
        var (program, id) = (disturbance.Program, IdOf(disturbance.Program));
        switch (disturbance.Kind)
        {
            case DisturbanceKind.Raise when _raised[program][disturbance.Event] < _models[program].Events[disturbance.Event]:
                await RaiseAsync(platform, program, disturbance.Event);
                break;
            case DisturbanceKind.Suspend:
                await TellAsync(platform, id, () => platform.Client.SuspendWorkflowAsync(id));
                break;
            case DisturbanceKind.Resume:
                await TellAsync(platform, id, () => platform.Client.ResumeWorkflowAsync(id));
                break;
            case DisturbanceKind.Terminate:
                _terminated.Add(program);
                await TellAsync(platform, id, () => platform.Client.TerminateWorkflowAsync(id, "terminated"));
                break;
            case DisturbanceKind.Progress:
                await ProgressAsync();
                break;
            case DisturbanceKind.RestartSidecar:
                await platform.StopSidecarAsync();
                await platform.StartSidecarAsync();
                break;
            case DisturbanceKind.KillWorker:
                await platform.KillWorkerAsync();
                await platform.StartWorkerAsync();
                break;
        }
    }

    /// <summary>Until an activity has an effect; some milliseconds at most, since it may be that nothing can go on.</summary>
    private async Task ProgressAsync()
    {
        var before = _ledger.Count;
        for (var i = 0; i < 10 && _ledger.Count == before; i++)
        {
            await Task.Delay(1);
        }
    }

    private async Task LetEndAsync(WorkflowPlatform platform, int program)
    {
        await TellAsync(platform, IdOf(program), () => platform.Client.ResumeWorkflowAsync(IdOf(program)));
        for (var name = 0; name < ProgramState.EventNames; name++)
        {
            while (_raised[program][name] < _models[program].Events[name])
            {
                await RaiseAsync(platform, program, name);
            }
        }
    }

    private Task RaiseAsync(WorkflowPlatform platform, int program, int name)
    {
        var number = _raised[program][name]++;
        return TellAsync(platform, IdOf(program), () => platform.Client.RaiseEventAsync(IdOf(program), ProgramModel.EventName(name), number));
    }

    /// <summary>Says it until the sidecar has taken it: at least once. An instance that has ended need not listen.</summary>
    private static async Task TellAsync(WorkflowPlatform platform, string id, Func<Task> tell)
    {
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await tell().Within30s($"{id} is told");
                    return true;
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
                {
                    return false;
                }
                catch (RpcException)
                {
                    return (await platform.Client.GetWorkflowStateAsync(id)).IsWorkflowCompleted;
                }
            },
            $"{id} is told");
    }

    private void AssertEnd(int program, WorkflowState state)
    {
        var model = _models[program];
        var effects = _ledger.EffectsOf(IdOf(program));
        if (state.RuntimeStatus == WorkflowRuntimeStatus.Terminated && _terminated.Contains(program))
        {
            Assert.All(effects, pair => Assert.InRange(pair.Value, 1, model.Effects.GetValueOrDefault(pair.Key)));
            return;
        }

        Assert.Equal(model.Effects, effects);
        if (model.Lines is { } lines)
        {
            Assert.True(state.RuntimeStatus == WorkflowRuntimeStatus.Completed, $"p{program}: {state.RuntimeStatus} {state.FailureDetails}");
            Assert.Equal(lines, state.ReadOutputAs<string[]>()!);
            Assert.Equal(model.Status, state.ReadCustomStatusAs<string>());
        }
        else
        {
            Assert.Equal((WorkflowRuntimeStatus.Failed, model.Failure), (state.RuntimeStatus, state.FailureDetails?.ErrorMessage));
        }
    }
}
