namespace Aion.StatusKanban.Queues;

internal static partial class Log
{
    [LoggerMessage(2101, LogLevel.Information, "Queue {Queue} is subscribed")]
    public static partial void Subscribed(ILogger logger, QueueKey queue);

    [LoggerMessage(2102, LogLevel.Warning, "Queue {Queue} lost its subscription and tries again: {Reason}")]
    public static partial void SubscriptionLost(ILogger logger, QueueKey queue, string reason);

    [LoggerMessage(2103, LogLevel.Warning, "The ids of delivered kanbans could not be saved, acknowledgements wait: {Reason}")]
    public static partial void LedgerNotSaved(ILogger logger, string reason);

    [LoggerMessage(2104, LogLevel.Warning, "Kanban {KanbanId} of queue {Queue} was set aside ({Reason}): {Text}")]
    public static partial void SetAside(ILogger logger, string kanbanId, QueueKey queue, string reason, string text);

    [LoggerMessage(2105, LogLevel.Warning, "Kanban {KanbanId} could not be set aside and is tried again: {Reason}")]
    public static partial void SetAsideRetried(ILogger logger, string kanbanId, string reason);

    [LoggerMessage(2112, LogLevel.Warning, "Kanban {KanbanId} of queue {Queue} cannot be published to kanban.dead; it is kept in {Parts} parts in the state store from {Key} on, and its letter names them: {Reason}")]
    public static partial void Stored(ILogger logger, string kanbanId, QueueKey queue, int parts, string key, string reason);

    [LoggerMessage(2113, LogLevel.Error, "Kanban {KanbanId} of queue {Queue} is in the state store only: not even a letter that names it can be published: {Reason}")]
    public static partial void Unpublished(ILogger logger, string kanbanId, QueueKey queue, string reason);

    [LoggerMessage(2106, LogLevel.Warning, "A client waits for queue {Queue}, which {Why}")]
    public static partial void Undeclared(ILogger logger, QueueKey queue, string why);

    [LoggerMessage(2108, LogLevel.Warning, "{Queue} crashed in run {Run} with {Count} kanbans in flight, of which {SetAside} are set aside: {Cause}")]
    public static partial void Crashed(ILogger logger, QueueKey queue, long run, int count, int setAside, string cause);

    [LoggerMessage(2107, LogLevel.Information, "Queue {Queue} is no longer declared: {Why}")]
    public static partial void Withdrawn(ILogger logger, QueueKey queue, string why);

    [LoggerMessage(2109, LogLevel.Information, "Queue {Queue}, which is not declared, is emptied: {Count} kanbans wait in it")]
    public static partial void Emptied(ILogger logger, QueueKey queue, int count);

    [LoggerMessage(2110, LogLevel.Information, "Queue {Queue} is empty and forgotten")]
    public static partial void Forgotten(ILogger logger, QueueKey queue);

    [LoggerMessage(2111, LogLevel.Warning, "Queue {Queue} is empty and could not be forgotten: {Reason}")]
    public static partial void NotForgotten(ILogger logger, QueueKey queue, string reason);
}
