using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>The parts of an executable's header (elf(5), 64 bit, little endian) that say where it can run.</summary>
internal static class ElfFile
{
    private const int HeaderLength = 64;
    private const int ProgramHeaderLength = 56;
    private const int InterpreterSegment = 3;
    private const ushort X86 = 3;
    private const ushort Arm = 40;
    private const ushort X64 = 62;
    private const ushort Arm64 = 183;
    private const ushort RiscV = 243;

    /// <summary>Number of the machine that it is for; null for a file that is no executable.</summary>
    public static ushort? MachineOf(ReadOnlySpan<byte> head) =>
        IsElf(head) ? BinaryPrimitives.ReadUInt16LittleEndian(head[18..]) : null;

    public static ushort? MachineOf(Architecture architecture) => architecture switch
    {
        Architecture.X86 => X86,
        Architecture.Arm => Arm,
        Architecture.X64 => X64,
        Architecture.Arm64 => Arm64,
        Architecture.RiscV64 => RiscV,
        _ => null,
    };

    public static string NameOf(ushort? machine) => machine switch
    {
        X86 => "x86",
        Arm => "arm",
        X64 => "x86_64",
        Arm64 => "aarch64",
        RiscV => "riscv64",
        { } other => $"machine {other}",
        _ => "another one",
    };

    /// <summary>The loader that it asks for; null when it needs none or the header cannot be read.</summary>
    public static string? InterpreterOf(ReadOnlySpan<byte> head)
    {
        if (!IsElf(head) || head[4] != 2)
        {
            return null;
        }

        var table = BinaryPrimitives.ReadUInt64LittleEndian(head[32..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(head[56..]);
        for (var i = 0; i < count && table + (ulong)((i + 1) * ProgramHeaderLength) <= (ulong)head.Length; i++)
        {
            var segment = head.Slice((int)table + (i * ProgramHeaderLength), ProgramHeaderLength);
            if (BinaryPrimitives.ReadUInt32LittleEndian(segment) == InterpreterSegment)
            {
                var (offset, size) = (BinaryPrimitives.ReadUInt64LittleEndian(segment[8..]), BinaryPrimitives.ReadUInt64LittleEndian(segment[32..]));
                return size > 0 && offset < (ulong)head.Length && size <= (ulong)head.Length - offset
                    ? Encoding.UTF8.GetString(head.Slice((int)offset, (int)size)).TrimEnd('\0') : null;
            }
        }

        return null;
    }

    private static bool IsElf(ReadOnlySpan<byte> head) => head.Length >= HeaderLength && head[..4].SequenceEqual("\u007fELF"u8);
}
