using System.Globalization;

namespace Aion.Project.Validation;

/// <summary>A Kubernetes quantity: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/.</summary>
internal static class Quantity
{
    private static readonly Dictionary<string, double> Suffixes = new(StringComparer.Ordinal)
    {
        [""] = 1, ["n"] = 1e-9, ["u"] = 1e-6, ["m"] = 1e-3, ["k"] = 1e3, ["M"] = 1e6, ["G"] = 1e9, ["T"] = 1e12, ["P"] = 1e15, ["E"] = 1e18,
        ["Ki"] = 1024, ["Mi"] = 1048576, ["Gi"] = 1073741824, ["Ti"] = 1099511627776, ["Pi"] = 1125899906842624, ["Ei"] = 1152921504606846976,
    };

    /// <summary>The plain number: bytes, cores. False: it is no quantity.</summary>
    // quantity = number suffix; number = digits | digits.digits | digits. | .digits; suffix = one above, or e/E and an exponent
    public static bool TryParse(string text, out double value)
    {
        value = 0;
        int digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        string number = text[..digits];
        string suffix = text[digits..];
        if (!number.Any(char.IsAsciiDigit) || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount))
            return false;
        if (Suffixes.TryGetValue(suffix, out double factor))
            value = amount * factor;
        else if (TryParseExponent(suffix, out int exponent))
            value = amount * Math.Pow(10, exponent);
        else
            return false;
        return true;
    }

    private static bool TryParseExponent(string suffix, out int exponent)
    {
        exponent = 0;
        return suffix is ['e' or 'E', _, ..]
            && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            && exponent is > -30 and < 30;
    }

    /// <summary>The right spelling of a usual wrong one, or null.</summary>
    public static string? Repair(string text)
    {
        string compact = text.Replace(" ", "", StringComparison.Ordinal).Replace(',', '.');
        string number = string.Concat(compact.TakeWhile(c => char.IsAsciiDigit(c) || c == '.'));
        string? suffix = compact[number.Length..].ToLowerInvariant() switch
        {
            "" => "",
            "kb" or "kib" or "ki" => "Ki",
            "mb" or "mib" or "mi" => "Mi",
            "gb" or "gib" or "gi" or "g" => "Gi",
            "tb" or "tib" or "ti" => "Ti",
            "k" => "k",
            _ => null,
        };
        return number.Length > 0 && suffix is not null && TryParse(number + suffix, out _) ? number + suffix : null;
    }
}
