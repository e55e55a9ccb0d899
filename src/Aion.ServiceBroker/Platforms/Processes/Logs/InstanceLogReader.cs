namespace Aion.ServiceBroker.Platforms.Processes.Logs;

/// <summary>Reads a log file that its instance appends to and that rotation empties.</summary>
public sealed class InstanceLogReader(string path)
{
    private const int LongestTail = 4 * 1024 * 1024;
    private long _position;

    /// <summary>Copies the last lines, as far as they lie in the last 4 MiB.</summary>
    public async Task CopyTailAsync(int lines, Stream output, CancellationToken ct)
    {
        if (Open() is not { } file)
        {
            return;
        }

        await using (file)
        {
            var length = file.Length;
            var start = Math.Max(0, length - LongestTail);
            var buffer = new byte[length - start];
            file.Seek(start, SeekOrigin.Begin);
            var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            _position = start + read;
            var from = StartOfTail(buffer.AsSpan(0, read), lines);
            await output.WriteAsync(buffer.AsMemory(from, read - from), ct);
        }
    }

    /// <summary>Copies what was added since the last call; a file that became shorter was rotated and is read from its start.</summary>
    public async Task CopyNewAsync(Stream output, CancellationToken ct)
    {
        if (Open() is not { } file)
        {
            return;
        }

        await using (file)
        {
            if (file.Length < _position)
            {
                _position = 0;
            }

            file.Seek(_position, SeekOrigin.Begin);
            await file.CopyToAsync(output, ct);
            _position = file.Position;
        }
    }

    private static int StartOfTail(ReadOnlySpan<byte> text, int lines)
    {
        // The line feed at the very end closes the last line and opens none.
        var end = text.Length > 0 && text[^1] == (byte)'\n' ? text.Length - 1 : text.Length;
        for (; lines > 0; lines--)
        {
            end = text[..end].LastIndexOf((byte)'\n');
            if (end < 0)
            {
                return 0;
            }
        }

        return Math.Min(text.Length, end + 1);
    }

    private FileStream? Open()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
