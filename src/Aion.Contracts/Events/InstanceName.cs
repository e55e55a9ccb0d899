using System.Globalization;

namespace Aion.Contracts.Events;

/// <summary>The name of one instance, <c>judge-001</c>: its Dapr app id and its name on Kubernetes.</summary>
public static class InstanceName
{
    /// <summary>Joins label and process number; the number has at least three digits.</summary>
    public static string Format(string service, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{service}-{number:D3}");

    /// <summary>The label of a microservice named by its image: <c>repo/judge:latest</c> is <c>judge</c>.</summary>
    public static string Label(string name)
    {
        var label = name.AsSpan(name.LastIndexOf('/') + 1);
        var tag = label.IndexOf(':');
        label = tag < 0 ? label : label[..tag];
        return label.Length == name.Length ? name : label.ToString();
    }

    /// <summary>Splits what <see cref="Format"/> joined; false for any other text.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out string service, out int number)
    {
        (service, number) = ("", 0);
        var dash = name.LastIndexOf('-');
        if (dash <= 0 || !TryParseNumber(name[(dash + 1)..], out number))
        {
            return false;
        }

        service = name[..dash].ToString();
        return true;
    }

    /// <summary>Reads a process number of three digits or more, as <c>%03d</c> writes it.</summary>
    internal static bool TryParseNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.Length >= 3 && (digits.Length == 3 || digits[0] != '0')
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
