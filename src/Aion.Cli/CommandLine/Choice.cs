using System.CommandLine;

namespace Aion.Cli.CommandLine;

/// <summary>An option that takes one of a few words; the first value of the enum is its default.</summary>
internal static class Choice
{
    public static Option<T> Option<T>(string name, string description, params string[] aliases)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>().Select(word => word.ToLowerInvariant()).ToArray();
        return new Option<T>(name, aliases)
        {
            Description = $"{description} (default: {words[0]})",
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                var typed = result.Tokens[0].Value;
                if (words.Contains(typed) && Enum.TryParse<T>(typed, ignoreCase: true, out var value))
                {
                    return value;
                }
                result.AddError($"{name} takes {string.Join(" or ", words)}, not '{typed}'.");
                return default;
            },
        };
    }
}
