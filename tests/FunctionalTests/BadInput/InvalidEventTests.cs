using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;

namespace Aion.FunctionalTests.BadInput;

/// <summary>What any program may publish through a sidecar: what is no kanban is set aside with its reason, and what follows it goes on.</summary>
[Collection(SharedProductCollection.Name)]
public sealed class InvalidEventTests(SharedProduct product)
{
    private static readonly HttpClient s_http = new();

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"e1","source":"/x","type":"t","service":"events-source","processnumber":"1","data":"no kanban"}""", "invalid")]
    [InlineData("""{"specversion":"1.0","id":"e2","source":"/x","type":"t","service":"events-source","processnumber":"many","data":{}}""", "invalid")]
    [InlineData("""{"specversion":"1.0","id":"e3","source":"/x","type":"t","service":"nobody","processnumber":"1","data":{}}""", "no-route")]
    [InlineData("""{"specversion":"1.0","id":"e4","source":"/x","type":"t","service":"events-sink","processnumber":"1","data":{}}""", "no-route")]
    public async Task Event_ThatIsNoKanban_GoesToTheDeadLettersWithItsReason(string body, string reason)
    {
        var before = await DeadAsync(reason);

        using var response = await PublishAsync(body);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);

        await Eventually.HoldsAsync(async () => await DeadAsync(reason) > before, $"a dead letter with the reason {reason}");
        await product.StillPassesKanbansAsync("events");
    }

    [Theory]
    [InlineData("not even JSON")]
    [InlineData("[1, 2, 3]")]
    public async Task Event_ThatIsNoJsonObject_IsRefusedWithDaprsError(string body)
    {
        using var response = await PublishAsync(body);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("ERR_PUBSUB_CLOUD_EVENTS_SER", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kanban.after", "not even JSON of the routing")]
    [InlineData("kanban.before.events-sink.001", "not even JSON of the queue")]
    public async Task Bytes_ThatAreNoCloudEvent_GoToTheDeadLettersSayingWhatArrived(string topic, string text)
    {
        using var response = await PublishAsync(text, topic, "?metadata.rawPayload=true");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);

        await Eventually.HoldsAsync(
            async () => (await DeadLettersAsync()).Any(letter =>
                letter.GetProperty("reason").GetString() == "invalid" && letter.GetProperty("sourceQueue").GetString() == topic
                && letter.GetProperty("reasonText").GetString()!.Contains(text, StringComparison.Ordinal)
                && letter.GetProperty("event").GetProperty("data").GetString() == text),
            $"a dead letter of {topic} with the bytes");
        await product.StillPassesKanbansAsync("events");
    }

    private Task<HttpResponseMessage> PublishAsync(string body, string topic = "kanban.after", string query = "") => s_http.PostAsync(
        new Uri(product.Host.Sidecar, $"/v1.0/publish/aion-pubsub/{topic}{query}"),
        new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/cloudevents+json"))).Within30s();

    private async Task<IReadOnlyList<JsonElement>> DeadLettersAsync()
    {
        using var answer = JsonDocument.Parse(await s_http.GetStringAsync(new Uri(product.Host.Broker, "/api/v1/dead")));
        return [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(letter => letter.Clone())];
    }

    private async Task<int> DeadAsync(string reason)
    {
        using var answer = JsonDocument.Parse(await s_http.GetStringAsync(new Uri(product.Host.Broker, "/api/v1/dead")));
        return answer.RootElement.GetRawText().Split($"\"{reason}\"").Length - 1;
    }
}
