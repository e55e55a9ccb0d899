namespace Aion.Project.Configuration;

/// <summary>Finds microservices by the names that routes and dependencies use: as written, or by label.</summary>
internal sealed class ServiceLookup
{
    private readonly Dictionary<string, ServiceConfig> _byName = new(StringComparer.Ordinal);

    public ServiceLookup(ProjectConfig project)
    {
        foreach (ServiceConfig service in project.Services)
            _byName.TryAdd(service.Name.Value, service);
        foreach (ServiceConfig service in project.Services)
            _byName.TryAdd(service.Label, service);
    }

    public IEnumerable<string> Names => _byName.Keys;

    public ServiceConfig? Find(string nameOrLabel) => _byName.GetValueOrDefault(nameOrLabel);

    /// <summary>The label that a name stands for, of a service here or on another device.</summary>
    public string LabelOf(string name) => Find(name)?.Label ?? ServiceName.LabelOf(name);
}
