using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>Looks into a file that the system refused to execute, and says what is wrong with it.</summary>
internal static class ProgramFile
{
    private const int NoSuchFile = 2;
    private const int NotPermitted = 13;
    private const int WrongFormat = 8;
    private const int HeadLength = 4096;

    /// <param name="path">The program, which exists.</param>
    /// <param name="refusal">What posix_spawn answered.</param>
    public static InstanceCause WhyNotStarted(string path, Win32Exception refusal)
    {
        var head = ReadHead(path);
        var reason = refusal.NativeErrorCode switch
        {
            NoSuchFile or NotPermitted when head is [(byte)'#', (byte)'!', ..] => Interpreter(head),
            NoSuchFile when ElfFile.InterpreterOf(head) is { } loader => $"it needs the loader '{loader}', which does not exist: it was built for another system",
            WrongFormat => Format(head),
            _ => null,
        };
        return new InstanceCause(
            reason is null ? CauseKind.Unknown : CauseKind.NotExecutable,
            $"the command '{path}' cannot be started: {reason ?? refusal.Message}");
    }

    // execve(2): "#!" interpreter [one argument] line feed
    private static string? Interpreter(byte[] head)
    {
        var line = Encoding.UTF8.GetString(head, 2, head.Length - 2).Split('\n')[0];
        var interpreter = line.Trim(' ', '\t').Split(' ', '\t')[0];
        return interpreter switch
        {
            "" => "its first line '#!' names no interpreter",
            _ when interpreter.EndsWith('\r') => "its lines end as on Windows (CR LF), so that it asks for an interpreter with that ending; "
                + "save it with line feeds only",
            _ when !File.Exists(interpreter) => $"its first line names the interpreter '{interpreter}', which does not exist",
            _ => $"its first line names the interpreter '{interpreter}', which may not be executed",
        };
    }

    private static string Format(byte[] head) => ElfFile.MachineOf(head) switch
    {
        { } machine when machine != ElfFile.MachineOf(RuntimeInformation.OSArchitecture) =>
            $"it is a program for {ElfFile.NameOf(machine)}, and this machine is {ElfFile.NameOf(ElfFile.MachineOf(RuntimeInformation.OSArchitecture))}",
        { } => "it is a damaged program",
        _ when head.Length == 0 => "it is empty",
        _ when head.AsSpan().Contains((byte)0) => "it is no program of this system",
        _ => "it is a text without a first line such as '#!/bin/sh'; add one, or name its interpreter in `command`",
    };

    private static byte[] ReadHead(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var head = new byte[HeadLength];
            return head[..file.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
