using System.Text.Json;

namespace Aion.Sidecar.Actors.Calls;

/// <summary>What an actor gets with a reminder or a timer.</summary>
internal static class ScheduleJson
{
    /// <summary>
    /// {"data":..,"dueTime":"","period":""}: Dapr's scheduler gives the data alone, and SDKs parse the other two only when
    /// they are not empty.
    /// </summary>
    public static byte[] Reminder(byte[]? data) => Write(data, null, "", "");

    /// <summary>{"callback":..,"data":..,"dueTime":..,"period":..} as they were given.</summary>
    public static byte[] Timer(byte[]? data, string callback, string dueTime, string period) => Write(data, callback, dueTime, period);

    private static byte[] Write(byte[]? data, string? callback, string dueTime, string period)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (callback is not null)
                json.WriteString("callback", callback);
            if (data is not null)
            {
                json.WritePropertyName("data");
                json.WriteRawValue(data, skipInputValidation: true);
            }

            json.WriteString("dueTime", dueTime);
            json.WriteString("period", period);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
