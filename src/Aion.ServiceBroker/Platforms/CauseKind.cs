using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Platforms;

/// <summary>Why an instance is not running or not well. What to do about each: docs/crash-doctor.md.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CauseKind>))]
public enum CauseKind
{
    /// <summary>Nobody could see why.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>The program ended by itself with an exit code, 0 included.</summary>
    [JsonStringEnumMemberName("exit-code")]
    ExitCode,

    /// <summary>A signal ended the program.</summary>
    [JsonStringEnumMemberName("signal")]
    Signal,

    /// <summary>It was ended because it used more memory than it may or than there was.</summary>
    [JsonStringEnumMemberName("out-of-memory")]
    OutOfMemory,

    /// <summary>There is no such program.</summary>
    [JsonStringEnumMemberName("command-missing")]
    CommandMissing,

    /// <summary>The program is there and cannot be executed.</summary>
    [JsonStringEnumMemberName("not-executable")]
    NotExecutable,

    /// <summary>Its working directory is not there or may not be entered.</summary>
    [JsonStringEnumMemberName("directory-missing")]
    DirectoryMissing,

    /// <summary>It ended with an error, and its last lines name a file or a module that it did not find.</summary>
    [JsonStringEnumMemberName("file-missing")]
    FileMissing,

    /// <summary>Its sidecar did not start.</summary>
    [JsonStringEnumMemberName("sidecar")]
    Sidecar,

    /// <summary>Its health probe failed.</summary>
    [JsonStringEnumMemberName("probe")]
    Probe,

    /// <summary>A service that it depends on is not as far, or went away.</summary>
    [JsonStringEnumMemberName("dependency")]
    Dependency,

    /// <summary>Somebody asked for it, or the instance itself said that its work is done.</summary>
    [JsonStringEnumMemberName("requested")]
    Requested,

    /// <summary>Its definition was changed by an apply, or such a change was taken back.</summary>
    [JsonStringEnumMemberName("update")]
    Update,

    /// <summary>The same kanban was in work in three crashes in a row and was set aside.</summary>
    [JsonStringEnumMemberName("poison")]
    Poison,

    /// <summary>Nothing to do yet: a kanban starts it.</summary>
    [JsonStringEnumMemberName("kanban")]
    Kanban,
}
