using System.Buffers.Text;
using System.Text.Json;

namespace Aion.Sidecar.Components.Bindings.LocalStorage;

/// <summary>
/// What a create request's data means: a JSON string stands for its text, and text that is base64 for the bytes in it, because
/// the HTTP API can carry bytes in no other way. Text that happens to be base64 is decoded too, as daprd does.
/// </summary>
internal static class LocalStorageContent
{
    public static byte[] Decode(ReadOnlyMemory<byte> data)
    {
        var text = Unquote(data);
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        var isBase64 = text.Length % 4 == 0
            && !text.AsSpan().ContainsAny(" \t\r\n"u8)
            && Base64.DecodeFromUtf8(text, decoded, out _, out var count) == System.Buffers.OperationStatus.Done
            && TryResize(ref decoded, count);
        return isBase64 ? decoded : text;
    }

    private static byte[] Unquote(ReadOnlyMemory<byte> data)
    {
        if (data.Length < 2 || data.Span[0] != '"')
        {
            return data.ToArray();
        }

        try
        {
            return System.Text.Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<string>(data.Span)!);
        }
        catch (JsonException)
        {
            return data.ToArray();
        }
    }

    private static bool TryResize(ref byte[] bytes, int count)
    {
        Array.Resize(ref bytes, count);
        return true;
    }
}
