namespace Dapr.Workflow;

/// <summary>What a task failed with, as its worker reported it.</summary>
/// <param name="errorType">Full name of the exception's type in .NET, or another SDK's name of the error.</param>
/// <param name="errorMessage">The error in words.</param>
/// <param name="stackTrace">Where it happened, if that is known.</param>
public class WorkflowTaskFailureDetails(string errorType, string errorMessage, string? stackTrace = null)
{
    /// <summary>Full name of the exception's type in .NET, or another SDK's name of the error.</summary>
    public string ErrorType { get; } = errorType ?? throw new ArgumentNullException(nameof(errorType));

    /// <summary>The error in words.</summary>
    public string ErrorMessage { get; } = errorMessage ?? throw new ArgumentNullException(nameof(errorMessage));

    /// <summary>Where it happened, if that is known.</summary>
    public string? StackTrace { get; } = stackTrace;

    /// <summary>
    /// Whether the error is an exception of type <typeparamref name="T"/> or one derived from it. The report carries no assembly
    /// name, so only types of the runtime's core library are recognised.
    /// </summary>
    public bool IsCausedBy<T>()
        where T : Exception => Type.GetType(ErrorType, throwOnError: false) is { } type && typeof(T).IsAssignableFrom(type);

    /// <inheritdoc />
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
