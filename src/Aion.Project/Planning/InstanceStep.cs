using System.Globalization;

namespace Aion.Project.Planning;

/// <summary>What happens to one instance, and why.</summary>
/// <param name="Service">The label of its service.</param>
/// <param name="Number">Its process number, from 1.</param>
/// <param name="Action">What happens.</param>
/// <param name="Reason">Why, in words, such as "command changed".</param>
public sealed record InstanceStep(string Service, int Number, InstanceAction Action, string Reason)
{
    /// <summary>The node of a cluster that it happens on; null: this device.</summary>
    public string? Node { get; init; }

    /// <summary>The instance's name: <c>judge-001</c>.</summary>
    public string Instance => string.Create(CultureInfo.InvariantCulture, $"{Service}-{Number:000}");

    /// <summary><c>restart judge-001: command changed</c></summary>
    public override string ToString() => $"{Action.ToString().ToLowerInvariant()} {Instance}: {Reason}";
}
