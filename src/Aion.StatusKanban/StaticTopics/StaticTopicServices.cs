namespace Aion.StatusKanban.StaticTopics;

/// <summary>Registers the static topics.</summary>
internal static class StaticTopicServices
{
    public static IServiceCollection AddStaticTopics(this IServiceCollection services) => services
        .AddSingleton<StaticTopicSignals>()
        .AddSingleton<StaticTopicWriter>()
        .AddSingleton<StaticTopicReader>();
}
