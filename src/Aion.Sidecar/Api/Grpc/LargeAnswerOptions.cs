using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Api.Grpc;

/// <param name="AppId">Whose workers answer.</param>
/// <param name="MostBytes">The largest answer that is read.</param>
/// <param name="Logger">Where it is told that one was larger.</param>
internal sealed record LargeAnswerOptions(string AppId, int MostBytes, ILogger Logger);
