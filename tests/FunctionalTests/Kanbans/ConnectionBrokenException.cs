namespace Aion.FunctionalTests.Kanbans;

/// <summary>Thrown by a test's work to break the stream off without an answer, as a crash of the consumer does.</summary>
internal sealed class ConnectionBrokenException : OperationCanceledException;
