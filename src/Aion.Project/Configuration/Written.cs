using Aion.Project.Diagnostics;

namespace Aion.Project.Configuration;

/// <summary>A value that the user wrote, with its place. Absent values are null references, so that defaults stay visible.</summary>
internal sealed record Written<T>(T Value, SourceSpan Span);
