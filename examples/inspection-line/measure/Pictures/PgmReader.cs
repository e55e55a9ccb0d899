using System.Globalization;
using System.Text;

namespace InspectionLine.Measure.Pictures;

/// <summary>
/// Reads 8-bit binary PGM: <c>"P5" whitespace width whitespace height whitespace maxval whitespace pixels</c>, with
/// <c>#</c> comments to the end of the line in the header (netpbm.sourceforge.net/doc/pgm.html).
/// </summary>
public static class PgmReader
{
    private const int LargestSide = 8192;

    /// <summary>Decodes a file's content.</summary>
    /// <exception cref="InvalidDataException">It is no complete 8-bit PGM; the message says what is wrong.</exception>
    public static GrayPicture Read(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith("P5"u8))
            throw new InvalidDataException("It does not start with P5.");

        var position = 2;
        var width = ReadNumber(content, ref position, "width", LargestSide);
        var height = ReadNumber(content, ref position, "height", LargestSide);
        var maximum = ReadNumber(content, ref position, "largest grey value", 255);
        position++;

        var size = width * height;
        if (content.Length - position < size)
            throw new InvalidDataException($"It has {Math.Max(0, content.Length - position)} of {size} pixels.");

        var pixels = content.Slice(position, size).ToArray();
        if (maximum != 255)
            Stretch(pixels, maximum);
        return new GrayPicture(width, height, pixels);
    }

    private static int ReadNumber(ReadOnlySpan<byte> content, ref int position, string name, int largest)
    {
        SkipSpaceAndComments(content, ref position);
        var start = position;
        while (position < content.Length && char.IsAsciiDigit((char)content[position]))
            position++;

        var text = Encoding.ASCII.GetString(content[start..position]);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1 || value > largest)
            throw new InvalidDataException($"Its {name} is no number from 1 to {largest}.");
        return value;
    }

    private static void SkipSpaceAndComments(ReadOnlySpan<byte> content, ref int position)
    {
        var comment = false;
        for (; position < content.Length; position++)
        {
            var character = (char)content[position];
            comment = comment ? character != '\n' : character == '#';
            if (!comment && !char.IsWhiteSpace(character))
                return;
        }
    }

    private static void Stretch(byte[] pixels, int maximum)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Min(255, pixels[i] * 255 / maximum);
    }
}
