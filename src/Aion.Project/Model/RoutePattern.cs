using System.Text.Json.Serialization;

namespace Aion.Project.Model;

/// <summary>How a route chooses the instance.</summary>
public enum RoutePattern
{
    /// <summary><c>n</c>: the same process number as the sender.</summary>
    [JsonStringEnumMemberName("n")]
    SameNumber,

    /// <summary><c>0</c>: always number 1.</summary>
    [JsonStringEnumMemberName("0")]
    First,
}
