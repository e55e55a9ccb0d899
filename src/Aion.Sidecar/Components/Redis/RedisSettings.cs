using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aion.Sidecar.Components.Loading;
using StackExchange.Redis;

namespace Aion.Sidecar.Components.Redis;

/// <summary>
/// The connection metadata of all Redis components, with daprd's names:
/// https://docs.dapr.io/reference/components-reference/supported-state-stores/setup-redis/
/// </summary>
internal sealed class RedisSettings
{
    /// <summary>Tuning of daprd's connection pool and retries; this client multiplexes one connection and needs none of it.</summary>
    private static readonly string[] PoolNames =
    [
        "redisMaxRetries", "redisMinRetryInterval", "redisMaxRetryInterval", "maxRetries", "maxRetryBackoff", "writeTimeout", "poolSize", "poolTimeout",
        "maxConnAge", "minIdleConns", "idleCheckFrequency", "idleTimeout", "sentinelMasterName", "sentinelUsername", "sentinelPassword",
    ];

    private readonly ConfigurationOptions options;

    private RedisSettings(ConfigurationOptions options) => this.options = options;

    /// <summary>host:port, for messages.</summary>
    public string Host => string.Join(",", options.EndPoints.Select(endPoint => endPoint.ToString()?.Replace("Unspecified/", "", StringComparison.Ordinal)));

    public static RedisSettings Read(MetadataReader metadata)
    {
        metadata.Allow(PoolNames);
        RejectUnsupported(metadata);
        var options = new ConfigurationOptions
        {
            User = metadata.Optional("redisUsername"),
            Password = metadata.Optional("redisPassword"),
            DefaultDatabase = metadata.Integer("redisDB", 0, 0),
            Ssl = metadata.Boolean("enableTLS", false),
            ConnectTimeout = Milliseconds(metadata, "dialTimeout"),
            AsyncTimeout = Milliseconds(metadata, "readTimeout"),
            ClientName = "aion-sidecar",
            ConnectRetry = 1,
            HeartbeatInterval = TimeSpan.FromMilliseconds(250),

            // The client library counts CLIENT ID and CLIENT UNBLOCK as administration.
            AllowAdmin = true,
            ReconnectRetryPolicy = new ExponentialRetry(100, 2000),
            Protocol = RedisProtocol.Resp2,

            // Nothing here uses Redis' own pub/sub; without it there is one connection and not two.
            CommandMap = CommandMap.Create(["SUBSCRIBE"], available: false),
        };
        ReadHost(metadata, options);
        ReadCertificates(metadata, options);
        return new RedisSettings(options);
    }

    /// <summary>Opens a connection that comes back by itself after an interruption.</summary>
    /// <param name="slack">Added to the time that a command may take, for commands that wait at the server.</param>
    /// <exception cref="IOException">There is no answer within dialTimeout, or the password is refused.</exception>
    public async Task<ConnectionMultiplexer> ConnectAsync(TimeSpan slack = default)
    {
        var copy = options.Clone();
        copy.AsyncTimeout += (int)slack.TotalMilliseconds;
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(copy);
        }
        catch (RedisConnectionException exception)
        {
            throw new IOException($"Redis at {Host} cannot be used: {exception.Message}", exception);
        }
    }

    private static void ReadHost(MetadataReader metadata, ConfigurationOptions options)
    {
        var host = metadata.Required("redisHost");
        var port = metadata.Integer("redisPort", 0, 1);
        if (host.Contains(',', StringComparison.Ordinal))
        {
            metadata.Fail("redisHost", "names several servers; clusters and Sentinel are not supported, write one host:port");
            return;
        }

        var hasPort = Uri.TryCreate($"redis://{host}", UriKind.Absolute, out var address) && address.Port > 0;
        if (host.Length > 0 && address is null)
        {
            metadata.Fail("redisHost", "is not host:port; write one such as localhost:6379");
        }
        else if (hasPort && port != 0 && port != address!.Port)
        {
            metadata.Fail("redisPort", $"differs from the port in redisHost ({address.Port}); remove one of them");
        }
        else if (host.Length > 0)
        {
            options.EndPoints.Add(address!.Host, hasPort ? address.Port : port == 0 ? 6379 : port);
        }
    }

    private static void ReadCertificates(MetadataReader metadata, ConfigurationOptions options)
    {
        if (metadata.Boolean("insecureSkipTLSVerify", false))
        {
#pragma warning disable CA5359 // This is what the user asked for by name.
            options.CertificateValidation += static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        var certificate = metadata.Optional("clientCert");
        var key = metadata.Optional("clientKey");
        if (certificate is null != key is null)
        {
            metadata.Fail(certificate is null ? "clientKey" : "clientCert", "needs the other one of clientCert and clientKey");
        }
        else if (certificate is not null)
        {
            try
            {
                var pair = X509Certificate2.CreateFromPem(certificate, key);
                options.CertificateSelection += (_, _, _, _, _) => pair;
            }
            catch (CryptographicException exception)
            {
                metadata.Fail("clientCert", $"is not a PEM certificate with its key: {exception.Message}");
            }
        }
    }

    private static void RejectUnsupported(MetadataReader metadata)
    {
        if (metadata.Optional("redisType") is not (null or "node"))
        {
            metadata.Fail("redisType", "is not supported; write node, or use daprd for a cluster");
        }

        foreach (var name in (string[])["failover", "useEntraID", "useOIDC"])
        {
            if (metadata.Boolean(name, false))
            {
                metadata.Fail(name, "is not supported; use daprd for it");
            }
        }
    }

    private static int Milliseconds(MetadataReader metadata, string name) =>
        (int)metadata.Duration(name, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1)).TotalMilliseconds;
}
