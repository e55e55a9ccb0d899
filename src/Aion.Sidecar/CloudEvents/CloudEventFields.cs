namespace Aion.Sidecar.CloudEvents;

/// <summary>The attributes of an envelope that publishing looks at.</summary>
[Flags]
internal enum CloudEventFields
{
    None = 0,
    Id = 1,
    Source = 2,
    Type = 4,
    SpecVersion = 8,
    Time = 16,
    TraceId = 32,
    TraceParent = 64,
    TraceState = 128,
    Topic = 256,
    PubSubName = 512,
    Expiration = 1024,
}
