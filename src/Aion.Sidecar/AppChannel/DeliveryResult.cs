using Aion.Sidecar.Subscriptions;

namespace Aion.Sidecar.AppChannel;

/// <param name="Outcome">What is to become of the event.</param>
/// <param name="Reason">Why, when it is not success.</param>
internal readonly record struct DeliveryResult(DeliveryOutcome Outcome, string Reason)
{
    public static DeliveryResult Success { get; } = new(DeliveryOutcome.Success, "");

    public static DeliveryResult Expired { get; } = new(DeliveryOutcome.Drop, "it has expired");

    public static DeliveryResult NoEnvelope { get; } = new(DeliveryOutcome.Drop, "it is not a CloudEvent");

    public static DeliveryResult Retry(string reason) => new(DeliveryOutcome.Retry, reason);

    public static DeliveryResult Drop(string reason) => new(DeliveryOutcome.Drop, reason);

    public static DeliveryResult Broken(string reason) => new(DeliveryOutcome.Broken, reason);

    public static DeliveryResult Unreachable(string reason) => new(DeliveryOutcome.Unreachable, reason);
}
