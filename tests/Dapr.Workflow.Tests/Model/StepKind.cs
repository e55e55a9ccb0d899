namespace Dapr.Workflow.Tests.Model;

internal enum StepKind
{
    /// <summary>An activity that fails some times and is called again as often as the policy allows.</summary>
    Activity,

    /// <summary>A timer of some milliseconds.</summary>
    Timer,

    /// <summary>The next event of a name, waited for with a time limit that is never reached, or without.</summary>
    Event,

    /// <summary>A wait for an event that never comes, with a short time limit.</summary>
    Timeout,

    /// <summary>An event that the instance sends itself.</summary>
    Echo,

    /// <summary>A custom status.</summary>
    Status,

    /// <summary>A child workflow.</summary>
    Child,

    /// <summary>Several of the kinds above at once.</summary>
    Parallel,

    /// <summary>The workflow throws.</summary>
    Fail,
}
