using System.Globalization;
using Aion.Project.Diagnostics;
using Aion.Project.Syntax;

namespace Aion.Project.Configuration;

/// <summary>Reads single values as AION's YAML 1.1 decoder does, but says what is wrong.</summary>
internal static class ScalarReader
{
    private static readonly HashSet<string> Yes = ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"];
    private static readonly HashSet<string> No = ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"];

    /// <summary>A YAML 1.1 boolean; null when the text is none.</summary>
    public static bool? AsBoolean(string text) => Yes.Contains(text) ? true : No.Contains(text) ? false : null;

    public static Written<bool>? Boolean(MapEntry entry, string owner, DiagnosticBag bag, bool allowQuoted = false)
    {
        if (entry.Value is ScalarNode scalar && AsBoolean(scalar.Text) is { } value && (!scalar.IsText || allowQuoted))
            return new Written<bool>(value, scalar.Span);
        string key = entry.Key.Text;
        string text = (entry.Value as ScalarNode)?.Text ?? "";
        bool? meant = AsBoolean(text.Trim().ToLowerInvariant()) ?? text switch
        {
            "1" or "enabled" or "はい" => true,
            "0" or "disabled" or "いいえ" => false,
            _ => null,
        };
        string fix = meant is null
            ? $"Write `{key}: yes` or `{key}: no`."
            : $"Write `{key}: {(meant.Value ? "yes" : "no")}`" + (entry.Value is ScalarNode { IsText: true } ? " without quotes." : ".");
        bag.Add(DiagnosticRules.NotABoolean, entry.ValueSpan, $"`{key}` of {owner} must be yes or no, but is {entry.Value.Kind}.", fix);
        return null;
    }

    public static Written<int>? Integer(MapEntry entry, string owner, DiagnosticBag bag)
    {
        string text = (entry.Value as ScalarNode)?.Text ?? "";
        bool plain = entry.Value is ScalarNode { IsText: false };
        if (plain && IsDecimal(text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
            return new Written<int>(value, entry.Value.Span);
        bag.Add(
            DiagnosticRules.NotAnInteger,
            entry.ValueSpan,
            $"`{entry.Key.Text}` of {owner} must be a whole number, but is {entry.Value.Kind}.",
            IntegerFix(entry.Key.Text, text));
        return null;
    }

    public static Written<double>? Number(MapEntry entry, string owner, DiagnosticBag bag)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (entry.Value is ScalarNode { IsText: false } scalar && double.TryParse(scalar.Text, Style, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            return new Written<double>(value, scalar.Span);
        string text = (entry.Value as ScalarNode)?.Text ?? "";
        string fix = text.Replace(',', '.') is var dotted && dotted != text && double.TryParse(dotted, CultureInfo.InvariantCulture, out _)
            ? $"Write the decimal point as a point: `{entry.Key.Text}: {dotted}`."
            : $"Write a number such as `{entry.Key.Text}: {Example(entry.Key.Text)}`.";
        bag.Add(
            DiagnosticRules.NotANumber,
            entry.ValueSpan,
            $"`{entry.Key.Text}` of {owner} must be a number, but is {entry.Value.Kind}.",
            fix);
        return null;
    }

    public static Written<TimeSpan>? Duration(MapEntry entry, string owner, DiagnosticBag bag)
    {
        string text = (entry.Value as ScalarNode)?.Text ?? "";
        if (entry.Value is ScalarNode && Durations.TryParse(text, out TimeSpan value))
            return new Written<TimeSpan>(value, entry.Value.Span);
        bag.Add(
            DiagnosticRules.NotADuration,
            entry.ValueSpan,
            $"`{entry.Key.Text}` of {owner} must be a duration, but is {entry.Value.Kind}.",
            $"Write {Durations.Meant(text)} with one of the units ms, s, m, h: `{entry.Key.Text}: {Durations.Example(text)}`.");
        return null;
    }

    /// <summary>Text of any plain or quoted value, exactly as written; null for YAML null.</summary>
    public static Written<string>? Text(MapEntry entry, string owner, DiagnosticBag bag)
    {
        if (entry.Value is ScalarNode scalar)
            return scalar.IsNull ? null : new Written<string>(scalar.Text, scalar.Span);
        bag.Add(
            DiagnosticRules.WrongType,
            entry.Value.Span,
            $"`{entry.Key.Text}` of {owner} must be text, but is {entry.Value.Kind}.",
            $"Write `{entry.Key.Text}: value` on one line; put the value in quotes if it starts with a bracket.");
        return null;
    }

    // 0123 is octal in YAML 1.1 and 123 to a reader: refused, not guessed.
    private static bool IsDecimal(string text)
    {
        string digits = text.TrimStart('-', '+');
        return digits.Length > 0 && text.Length - digits.Length <= 1 && digits.All(char.IsAsciiDigit) && (digits.Length == 1 || digits[0] != '0');
    }

    private static string Example(string key) => key switch
    {
        "port" => "8080",
        "nodePort" => "30080",
        "appPort" => "5000",
        "sshPort" => "22",
        "failures" => "3",
        "limit" => "10",
        "factor" => "1.5",
        "jitter" => "0.2",
        _ => "1",
    };

    private static string IntegerFix(string key, string text)
    {
        string trimmed = text.Trim();
        // The one whole number that is a time; people write it as the durations of the extensions.
        if (key == "interval" && Durations.TryParse(trimmed, out TimeSpan time) && time.TotalSeconds >= 1)
            return $"Write seconds without a unit: `interval: {(int)time.TotalSeconds}`.";
        string digits = string.Concat(trimmed.Where(c => c is not ('_' or ',' or ' ')).Select(c => c is >= '０' and <= '９' ? (char)(c - '０' + '0') : c));
        if (digits.EndsWith(".0", StringComparison.Ordinal))
            digits = digits[..^2];
        if (digits.Length > 1 && digits.All(char.IsAsciiDigit))
            digits = digits.TrimStart('0') is { Length: > 0 } rest ? rest : "0";
        return IsDecimal(digits) && digits.Length < 10 ? $"Write `{key}: {digits}`."
            : key == "interval" ? "Write seconds without a unit, such as `interval: 15`." : $"Write digits only, such as `{key}: {Example(key)}`.";
    }
}
