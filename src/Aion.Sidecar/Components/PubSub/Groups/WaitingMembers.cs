namespace Aion.Sidecar.Components.PubSub.Groups;

/// <summary>Members that wait for a message, the longest waiting first. Used under the group's lock.</summary>
internal sealed class WaitingMembers
{
    private readonly LinkedList<TaskCompletionSource> waiters = new();

    public void Add(GroupMember member, TaskCompletionSource waiter) => member.Waiter = waiters.AddLast(waiter);

    public void Remove(GroupMember member)
    {
        if (member.Waiter is { List: not null } node)
        {
            waiters.Remove(node);
        }
    }

    public void WakeFirst() => Wake(waiters.First);

    public void Wake(GroupMember member) => Wake(member.Waiter);

    private void Wake(LinkedListNode<TaskCompletionSource>? node)
    {
        if (node?.List is not null)
        {
            waiters.Remove(node);
            node.Value.TrySetResult();
        }
    }
}
