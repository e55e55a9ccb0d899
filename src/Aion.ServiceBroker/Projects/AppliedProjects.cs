namespace Aion.ServiceBroker.Projects;

/// <summary>The project in force, for everybody who needs to know.</summary>
internal sealed class AppliedProjects
{
    private volatile ProjectRecord _current = ProjectRecord.None;

    public ProjectRecord Current => _current;

    public void Use(ProjectRecord record) => _current = record;
}
