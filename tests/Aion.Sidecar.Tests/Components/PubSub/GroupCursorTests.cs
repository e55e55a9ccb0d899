using Aion.Sidecar.Components.PubSub.Groups;

namespace Aion.Sidecar.Tests.Components.PubSub;

public sealed class GroupCursorTests
{
    [Fact]
    public void Take_OutstandingMessageBeforeItHasExpired_LetsTheFloorRise()
    {
        var cursor = new GroupCursor(new GroupSnapshot(At(5), [KeyValuePair.Create(At(2), 1), KeyValuePair.Create(At(4), 1)]));

        var delivery = cursor.Take(new StoredMessage(At(4), default, new Dictionary<string, string>(), null), this, default);

        Assert.Equal(2, delivery!.Attempt);
        Assert.True(cursor.Acknowledge(At(4), this));
        Assert.Equal(At(5), cursor.Floor);
    }

    private static Position At(ulong number) => new(1, number);
}
