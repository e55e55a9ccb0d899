namespace Aion.Sidecar.Workflows.Turns;

internal enum OperationKind
{
    Task,
    Timer,
    Child,
}
