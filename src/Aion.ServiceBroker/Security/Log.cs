namespace Aion.ServiceBroker.Security;

internal static partial class Log
{
    [LoggerMessage(3740, LogLevel.Warning,
        "Everybody who reaches {Address} can start programs here by projectpb.Project, as with AION's broker: Aion:ServiceBroker:OpenToAionTools is true")]
    public static partial void OpenToAionTools(ILogger logger, string address);
}
