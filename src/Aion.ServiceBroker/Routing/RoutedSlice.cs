namespace Aion.ServiceBroker.Routing;

/// <summary>One event in <see cref="RoutedEvents"/>.</summary>
/// <param name="Index">Which event of the delivery it came from.</param>
/// <param name="Start">First byte.</param>
/// <param name="Length">Number of bytes.</param>
internal readonly record struct RoutedSlice(int Index, int Start, int Length);
