using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project.Configuration;

/// <summary>The map <c>dapr</c>.</summary>
internal sealed record DaprConfig(SourceSpan Span, Written<int>? AppPort, Written<DaprAppProtocol>? AppProtocol);
