using System.Security.Cryptography;
using System.Text;

namespace Aion.ServiceBroker.Cluster.Settings;

/// <summary>
/// Proves to a peer that this one knows the cluster's token without sending it: each side signs both sides' random numbers, so
/// that a proof that somebody overheard is of no use on another connection.
/// </summary>
internal sealed class ClusterToken
{
    private const int NonceBytes = 16;
    private readonly byte[]? _key;

    /// <param name="token">Null or empty: there is no token, and every proof is right.</param>
    public ClusterToken(string? token) => _key = string.IsNullOrEmpty(token) ? null : Encoding.UTF8.GetBytes(token);

    /// <summary>Whether peers have to prove anything.</summary>
    public bool Required => _key is not null;

    /// <summary>The token that the options say.</summary>
    /// <exception cref="InvalidOperationException">Its file cannot be read any more.</exception>
    public static ClusterToken From(ClusterOptions options)
    {
        if (options.Token is null && options.TokenFile is { } file)
        {
            return new ClusterToken(ReadFile(file, out var problem) ?? throw new InvalidOperationException("Aion:Cluster:TokenFile " + problem));
        }

        return new ClusterToken(options.Token);
    }

    /// <summary>The text of the file without space around it; null with the rest of a sentence that starts with the key.</summary>
    public static string? ReadFile(string file, out string problem)
    {
        problem = "";
        try
        {
            if (File.ReadAllText(file).Trim() is { Length: > 0 } token)
            {
                return token;
            }

            problem = $"'{file}' is empty; write the token into it.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"'{file}' cannot be read: {e.Message}";
        }

        return null;
    }

    public static string NewNonce() => RandomNumberGenerator.GetHexString(NonceBytes * 2, lowercase: true);

    /// <summary>What a worker sends to be let in.</summary>
    public byte[] ProofOfWorker(string node, string workerNonce, string masterNonce) => Sign("worker", node, workerNonce, masterNonce);

    /// <summary>What a master sends, so that a worker takes orders from it.</summary>
    public byte[] ProofOfMaster(string node, string workerNonce, string masterNonce) => Sign("master", node, workerNonce, masterNonce);

    /// <summary>Compares in a time that does not tell how much was right.</summary>
    public static bool Matches(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual) => CryptographicOperations.FixedTimeEquals(expected, actual);

    private byte[] Sign(string role, string node, string workerNonce, string masterNonce) =>
        _key is null ? [] : HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"aion-cluster-1\n{role}\n{node}\n{workerNonce}\n{masterNonce}"));
}
