namespace Aion.Project.Model;

/// <summary>AION's <c>position</c>; nothing depends on it.</summary>
public enum ServicePosition
{
    /// <summary>Part of the line. The default.</summary>
    Runtime,

    /// <summary>Serves others.</summary>
    BackendService,

    /// <summary>Shown to people.</summary>
    UI,
}
