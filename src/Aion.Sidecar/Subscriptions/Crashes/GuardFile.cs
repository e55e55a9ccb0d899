using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>The file <c>crashes/APP.json</c> of the data directory, replaced as a whole. A disk that fails costs counts, not events.</summary>
internal sealed class GuardFile(string dataDirectory, string appId, ILogger logger)
{
    private readonly string _path = Path.Combine(dataDirectory, "crashes", Uri.EscapeDataString(appId) + ".json");

    public StoredGuard Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), CrashesJsonContext.Default.StoredGuard) ?? StoredGuard.Empty;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return StoredGuard.Empty;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            Log.CrashesUnreadable(logger, appId, error.Message);
            return StoredGuard.Empty;
        }
    }

    /// <param name="stored">The new content.</param>
    /// <param name="toDisk">It has to outlive a power cut, too.</param>
    public void Write(StoredGuard stored, bool toDisk)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var draft = _path + ".new";
            using (var file = File.Create(draft))
            {
                JsonSerializer.Serialize(file, stored, CrashesJsonContext.Default.StoredGuard);
                file.Flush(flushToDisk: toDisk);
            }

            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.CrashesNotSaved(logger, appId, error.Message);
        }
    }

    public void Delete()
    {
        try
        {
            File.Delete(_path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was ever written.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.CrashesNotSaved(logger, appId, error.Message);
        }
    }
}
