using System.Text.Json;

namespace Aion.ServiceBroker.Projects;

/// <summary>A <see cref="ProjectRecord"/> whose model only Aion.Project can read: it knows what older versions left out.</summary>
internal sealed record StoredProject(long Generation, string? Directory, JsonElement Project, string? File = null);
