namespace Aion.ServiceBroker.Projects;

internal static partial class Log
{
    [LoggerMessage(3301, LogLevel.Information, "Project generation {Generation} with {Services} microservices is in force")]
    public static partial void Applied(ILogger logger, long generation, int services);

    [LoggerMessage(3302, LogLevel.Information, "Continuing project generation {Generation} with {Services} microservices")]
    public static partial void Restored(ILogger logger, long generation, int services);

    [LoggerMessage(3303, LogLevel.Warning, "The stored project cannot be read, trying again: {Problem}")]
    public static partial void RestoreFailed(ILogger logger, string problem);

    [LoggerMessage(3304, LogLevel.Information, "A project was refused: {Errors} error(s), the first is {First}")]
    public static partial void Refused(ILogger logger, int errors, string first);
}
