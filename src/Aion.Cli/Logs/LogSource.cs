namespace Aion.Cli.Logs;

/// <summary>Where the output of one instance comes from.</summary>
/// <param name="Number">Its process number.</param>
/// <param name="CopyAsync">Copies its last lines; when followed, goes on until it is cancelled.</param>
internal sealed record LogSource(int Number, Func<Stream, CancellationToken, Task> CopyAsync);
