using System.Text;
using Aion.ServiceBroker.Routing;

namespace Aion.ServiceBroker.Tests.Routing;

public sealed class ControlMessageTests
{
    [Theory]
    [InlineData("""{"connectionKey":"service-broker","metadata":{"type":"terminate","name":"job","number":"2"}}""", "job", 2)]
    [InlineData("""{"metadata":{"number":2,"name":"job","type":"terminate"},"fileList":[]}""", "job", 2)]
    [InlineData("""{"fileList":["a"],"metadata":{"type":"terminate","extra":{"x":[1]},"name":"repo/job:1.0","number":3.0}}""", "job", 3)]
    public void TryRead_Terminate_IsRead(string data, string service, int number)
    {
        Assert.True(ControlMessage.TryRead(Encoding.UTF8.GetBytes(data), out var message));
        Assert.Equal(new ControlMessage(service, number), message);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"metadata":{"type":"start","name":"job","number":1}}""")]
    [InlineData("""{"metadata":{"type":"terminate","number":1}}""")]
    [InlineData("""{"metadata":{"type":"terminate","name":"job"}}""")]
    [InlineData("""{"metadata":{"type":"terminate","name":"job","number":0}}""")]
    [InlineData("""{"metadata":{"type":"terminate","name":"job","number":1.5}}""")]
    [InlineData("""{"metadata":{"type":"terminate","name":["job"],"number":1}}""")]
    [InlineData("""{"metadata":"terminate"}""")]
    [InlineData("""{"dataPath":"terminate"}""")]
    [InlineData("""["terminate"]""")]
    [InlineData("""{"metadata":{"type":"terminate","name":"job","number":1""")]
    public void TryRead_AnythingElse_IsNot(string data) =>
        Assert.False(ControlMessage.TryRead(Encoding.UTF8.GetBytes(data), out _));
}
