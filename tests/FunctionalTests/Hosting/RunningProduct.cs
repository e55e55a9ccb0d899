using Aion.Testing;

namespace Aion.FunctionalTests.Hosting;

/// <summary>The product with a <see cref="HopProject"/>, on its embedded components or on a Redis of its own.</summary>
internal sealed class RunningProduct : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();

    private RunningProduct()
    {
    }

    public AionHost Host { get; private set; } = null!;

    /// <summary>Null on embedded components.</summary>
    public RedisServer? Redis { get; private set; }

    /// <summary>Starts it.</summary>
    /// <param name="components">embedded or redis.</param>
    /// <param name="pairs">Names for <see cref="HopProject"/>.</param>
    public static async Task<RunningProduct> StartAsync(string components, params string[] pairs)
    {
        var product = new RunningProduct();
        try
        {
            var project = HopProject.WriteTo(product._folder, pairs);
            string[] more = [];
            if (components == "redis")
            {
                product.Redis = await RedisServer.StartAsync();
                more = ["--components", RedisComponents.WriteTo(product._folder, product.Redis)];
            }

            product.Host = new AionHost(Repository.Aionctl, project, product._folder.Combine("home"), more);
            // A silent connection is noticed sooner, so that a test can wait for it; not so soon that a busy machine seems silent.
            product.Host.Settings["Aion__StatusKanban__KeepAliveDelay"] = "00:00:01";
            product.Host.Settings["Aion__StatusKanban__KeepAliveTimeout"] = "00:00:08";
            await product.Host.StartAsync();
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        if (Redis is not null)
        {
            await Redis.DisposeAsync();
        }

        _folder.Dispose();
    }
}
