namespace Aion.Sidecar.Components;

/// <summary>A component cannot be used as it is described: the message names file, line and what to write instead.</summary>
public sealed class ComponentException(string message, Exception? innerException = null) : Exception(message, innerException);
