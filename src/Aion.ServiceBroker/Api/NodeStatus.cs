namespace Aion.ServiceBroker.Api;

/// <summary>One device that runs instances.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ready">Whether it takes instances.</param>
/// <param name="Running">How many run there.</param>
public sealed record NodeStatus(string Name, bool Ready, int Running);
