using System.Buffers;

namespace Aion.ServiceBroker.Routing;

/// <summary>A request's whole body in one pooled array.</summary>
internal sealed class RequestBody : IDisposable
{
    private byte[] _array;

    private RequestBody(byte[] array, int length) => (_array, Memory) = (array, array.AsMemory(0, length));

    public ReadOnlyMemory<byte> Memory { get; }

    public static async Task<RequestBody> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(ct);
            if (result.IsCompleted)
            {
                var length = (int)result.Buffer.Length;
                var array = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
                result.Buffer.CopyTo(array);
                reader.AdvanceTo(result.Buffer.End);
                return new RequestBody(array, length);
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
    }
}
