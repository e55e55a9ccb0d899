using System.Security.Cryptography;
using System.Text;
using Aion.ServiceBroker.Cluster.Settings;
using Microsoft.Extensions.Configuration;

namespace Aion.ServiceBroker.Security;

/// <summary>
/// What a caller of the broker's APIs has to know. It is none of Dapr's two tokens: a sidecar adds <c>APP_API_TOKEN</c> to
/// whatever any app sends to this one, so that token says only that a sidecar sent it.
/// </summary>
public sealed class ApiToken
{
    /// <summary>The variable that holds it, for brokers and for aionctl.</summary>
    public const string Variable = "AION_API_TOKEN";

    /// <summary>The setting.</summary>
    public const string Key = "Aion:ServiceBroker:ApiToken";

    /// <summary>The setting with the path of a file that holds it.</summary>
    public const string FileKey = "Aion:ServiceBroker:ApiTokenFile";

    /// <summary>Told to whoever comes without it.</summary>
    internal const string Missing = "The API of this broker has a token: send `Authorization: Bearer TOKEN`. aionctl takes it from --token or " + Variable + ".";

    /// <summary>The rest of a sentence about a token that is not <see cref="IsSendable"/>.</summary>
    public const string NotSendable = "has characters that an HTTP header cannot carry: use those of ASCII on one line, such as `openssl rand -hex 32` writes.";

    private const string Scheme = "Bearer ";
    private readonly byte[]? _expected;

    /// <param name="text">Null or empty: there is none, and everybody may call.</param>
    public ApiToken(string? text) => _expected = string.IsNullOrEmpty(text) ? null : Encoding.UTF8.GetBytes(text);

    /// <summary>Whether callers have to show it.</summary>
    public bool Required => _expected is not null;

    /// <summary>The token that settings or environment say: the setting, else the variable, else the file.</summary>
    /// <param name="configuration">Where to look.</param>
    /// <param name="problem">The rest of a sentence that begins with <see cref="FileKey"/>; empty: nothing is wrong.</param>
    public static string? Read(IConfiguration configuration, out string problem)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        problem = "";
        return NullIfEmpty(configuration[Key]) ?? NullIfEmpty(configuration[Variable])
            ?? (NullIfEmpty(configuration[FileKey]) is { } file ? ClusterToken.ReadFile(file, out problem) : null);
    }

    /// <summary>Whether the value of an <c>Authorization</c> header (RFC 6750) shows it. Takes the same time however much was right.</summary>
    public bool IsShownBy(string? authorization) => _expected is null || (authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(_expected, Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim())));

    /// <summary>Whether a caller can send it at all: printable ASCII.</summary>
    public static bool IsSendable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.All(c => c is >= ' ' and <= '~');
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
