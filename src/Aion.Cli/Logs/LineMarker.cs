using System.Text;

namespace Aion.Cli.Logs;

/// <summary>Writes whole lines to a stream that others write to as well, each line with a mark in front.</summary>
internal sealed class LineMarker(Stream target, SemaphoreSlim gate, string mark) : Stream
{
    private readonly byte[] _mark = Encoding.UTF8.GetBytes(mark);
    private readonly MemoryStream _line = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Span.IndexOf((byte)'\n') is var end && end >= 0)
        {
            _line.Write(buffer.Span[..(end + 1)]);
            await WriteLineAsync(cancellationToken);
            buffer = buffer[(end + 1)..];
        }
        _line.Write(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>A last line without an end gets one.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_line.Length > 0)
        {
            _line.WriteByte((byte)'\n');
            await WriteLineAsync(CancellationToken.None);
        }
        await _line.DisposeAsync();
        await base.DisposeAsync();
    }

    private async ValueTask WriteLineAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await target.WriteAsync(_mark, cancellationToken);
            await target.WriteAsync(_line.GetBuffer().AsMemory(0, (int)_line.Length), cancellationToken);
            await target.FlushAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
        _line.SetLength(0);
    }
}
