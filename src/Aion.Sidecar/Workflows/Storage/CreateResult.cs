namespace Aion.Sidecar.Workflows.Storage;

internal enum CreateResult
{
    Created,

    /// <summary>An instance of that id has not ended.</summary>
    Active,

    /// <summary>An instance of that id has ended, and the caller wants a fresh id.</summary>
    Used,

    /// <summary>An instance of that id has ended, but not all of its child workflows have.</summary>
    HasActiveChildren,
}
