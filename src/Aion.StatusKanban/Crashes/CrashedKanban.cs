namespace Aion.StatusKanban.Crashes;

/// <summary>What one crash means for a kanban that was in flight.</summary>
/// <param name="Id">The kanban.</param>
/// <param name="Count">In how many crashes it was in flight since it was answered last, this one included.</param>
/// <param name="SetAside">It is not handed out again.</param>
internal sealed record CrashedKanban(string Id, int Count, bool SetAside);
