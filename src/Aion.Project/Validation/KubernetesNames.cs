namespace Aion.Project.Validation;

/// <summary>
/// Names as Kubernetes takes them: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and, for image
/// names and tags, https://github.com/distribution/reference.
/// </summary>
internal static class KubernetesNames
{
    /// <summary>An instance is `label-001`, its Service `label-001-srv`, and both are labels of at most 63 characters.</summary>
    public const int LabelLimit = 63 - 8;

    /// <summary>DNS label that starts with a letter (RFC 1035), as the name of a Service must be.</summary>
    public static bool IsServiceLabel(string text) => IsDashed(text) && char.IsAsciiLetterLower(text[0]);

    /// <summary>DNS subdomain (RFC 1123): labels with dots between, 253 characters.</summary>
    public static bool IsSubdomain(string text) => text.Length is > 0 and <= 253 && text.Split('.').All(IsDashed);

    /// <summary>IANA service name: at most 15 characters with a letter among them, no dash at an edge, none doubled.</summary>
    public static bool IsPortName(string text) =>
        text.Length <= 15 && IsDashed(text) && text.Any(char.IsAsciiLetterLower) && !text.Contains("--", StringComparison.Ordinal);

    /// <summary>Image tag: letters, digits, underscore, dot, dash; 128 characters; no dot or dash first.</summary>
    public static bool IsTag(string text) =>
        text.Length is > 0 and <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') && text[0] is not ('.' or '-');

    /// <summary>The nearest name that is allowed, for a message; null when nothing is left of it.</summary>
    public static string? Repair(string text)
    {
        string lower = string.Concat(text.ToLowerInvariant().Select(c => IsLowerAlnumOrDash(c) ? c : '-')).Trim('-');
        while (lower.Contains("--", StringComparison.Ordinal))
            lower = lower.Replace("--", "-", StringComparison.Ordinal);
        return lower.Length == 0 || lower.All(c => c == '-') ? null : lower;
    }

    private static bool IsDashed(string text) => text.Length > 0 && text.All(IsLowerAlnumOrDash) && text[0] != '-' && text[^1] != '-';

    private static bool IsLowerAlnumOrDash(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';
}
