using Microsoft.Extensions.Options;

namespace Aion.StatusKanban.Queues;

/// <summary>Registers the queues. Hosted services stop in the reverse order: the follower here is the last, so that what is
/// settled by then can still be answered.</summary>
internal static class QueueServices
{
    public static IServiceCollection AddQueues(this IServiceCollection services)
    {
        services.AddSingleton<Projects.CurrentProject>();
        services.AddSingleton<Projects.LifecycleListener>();
        services.AddSingleton<SettlementLoop>();
        services.AddSingleton<LargeLetters>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<QueueRegistry>();
        services.AddSingleton<KnownQueues>();
        services.AddSingleton<DeclaredQueues>();
        services.AddSingleton<InitialKanban>();
        services.AddSingleton<UndeclaredNotice>();
        services.AddSingleton<StreamDelivery>();
        services.AddSingleton<AnsweredDelivery>();
        services.AddSingleton(provider => new QueueContext(
            provider.GetRequiredService<IOptions<StatusKanbanOptions>>().Value,
            provider.GetRequiredService<StatusKanbanMetrics>(),
            provider.GetRequiredService<SettlementLoop>(),
            provider.GetRequiredService<DeadLetters>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<Projects.ProjectFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<SettlementLoop>());
        services.AddHostedService(provider => provider.GetRequiredService<DeadLetters>());
        return services;
    }
}
