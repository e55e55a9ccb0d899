using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aion.ServiceBroker.Cluster.Settings;

/// <summary>The certificates of the workers' port, from PEM files as openssl writes them.</summary>
internal static class ClusterCertificates
{
    /// <summary>The master's certificate with its key.</summary>
    /// <returns>Null with a sentence that names the key.</returns>
    public static X509Certificate2? OfMaster(ClusterOptions options, out string problem)
    {
        if (string.IsNullOrWhiteSpace(options.CertificateKey))
        {
            problem = "Aion:Cluster:CertificateKey is missing: name the PEM file with the key of Aion:Cluster:Certificate.";
            return null;
        }

        return Read(
            () => X509Certificate2.CreateFromPemFile(options.Certificate!, options.CertificateKey),
            $"Aion:Cluster:Certificate '{options.Certificate}' and CertificateKey '{options.CertificateKey}'",
            out problem);
    }

    /// <summary>The authorities that a worker trusts.</summary>
    /// <returns>Null with a sentence that names the key.</returns>
    public static X509Certificate2Collection? OfAuthority(ClusterOptions options, out string problem) => Read(
        () =>
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(options.CertificateAuthority!);
            return authorities.Count > 0 ? authorities : throw new CryptographicException("there is no certificate in it");
        },
        $"Aion:Cluster:CertificateAuthority '{options.CertificateAuthority}'",
        out problem);

    private static T? Read<T>(Func<T> read, string key, out string problem)
        where T : class
    {
        try
        {
            problem = "";
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            problem = $"{key} cannot be used: {e.Message}";
            return null;
        }
    }
}
