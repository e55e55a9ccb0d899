namespace Aion.StatusKanban.Acceptance;

/// <summary>Registers the acceptance of outputs.</summary>
internal static class AcceptanceServices
{
    public static IServiceCollection AddAcceptance(this IServiceCollection services)
    {
        services.AddSingleton<KanbanPublisher>();
        services.AddSingleton<KanbanAcceptance>();
        services.AddSingleton<OutputSettlement>();
        services.AddHostedService(provider => provider.GetRequiredService<KanbanPublisher>());
        return services;
    }
}
