using System.Net;
using System.Text;
using Aion.Sidecar.Actors.Reminders;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>An app with actors, and reminders set over HTTP for the actor "one".</summary>
public abstract class ReminderTestBase : IAsyncLifetime
{
    protected ReminderTestBase() => Sidecar = new SidecarFixture { MoreResources = ActorResources.StateStore, Time = Clock };

    protected ShiftedTime Clock { get; } = new();

    protected SidecarFixture Sidecar { get; }

    protected ActorApp App { get; set; } = null!;

    public async Task InitializeAsync()
    {
        await Sidecar.InitializeAsync();
        App = await ActorApp.StartAsync(Sidecar.Host, "shop");
    }

    public async Task DisposeAsync()
    {
        await Sidecar.DisposeAsync();
        await App.DisposeAsync();
    }

    protected HttpClient Http => Sidecar.Http(App.Endpoint);

    protected static string Path(string name) => $"/v1.0/actors/TestActor/one/reminders/{name}";

    internal ActorReminder? Find(string name) => Sidecar.Host.Runtime.Actors.Reminders.Book.Find(new ReminderKey(new("TestActor", "one"), name));

    protected async Task RestartAsync()
    {
        var events = App.Events;
        await Sidecar.RestartAsync();
        await App.DisposeAsync();
        events.Taken();
        App = await ActorApp.StartAsync(Sidecar.Host, "shop");
        await Eventually.HoldsAsync(() => Sidecar.Host.Runtime.Actors.Placement.Find(new("TestActor", "one")) is not null);
    }

    protected async Task<HttpResponseMessage> SendAsync(string name, string json)
    {
        // The actor is what the SDK for .NET reads: its data is Base64 in a string.
        json = System.Text.RegularExpressions.Regex.Replace(
            json, "\"data\":\"([^\"]*)\"", match => $"\"data\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(match.Groups[1].Value))}\"");
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Http.PostAsync(Path(name), content).Within30s();
    }

    protected async Task PostAsync(string name, string json)
    {
        using var answer = await SendAsync(name, json);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    protected async Task DeleteAsync(string name)
    {
        using var answer = await Http.DeleteAsync(Path(name));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
