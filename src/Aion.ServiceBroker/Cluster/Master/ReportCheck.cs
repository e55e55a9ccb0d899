using Aion.Contracts.Clusterpb;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Finds what makes a whole report unusable: then nothing of it is believed, and its stream ends.</summary>
internal static class ReportCheck
{
    /// <summary>The most instances that a node may have.</summary>
    public const int MostInstances = 20_000;

    private const int MostAnswers = 64;

    // Far from where adding one to it would be below zero, and more than a cluster ever counts to by itself.
    private const long HighestForeign = long.MaxValue / 2;

    /// <param name="report">What came.</param>
    /// <param name="node">Whose stream it is.</param>
    /// <param name="generation">The highest that this master has given.</param>
    /// <returns>A sentence for the worker; null: it can be used.</returns>
    public static string? ProblemOf(NodeMeta report, string node, long generation)
    {
        if (report.NodeName.Length > 0 && report.NodeName != node)
        {
            return $"This stream is that of node {node}, and the report calls itself '{PeerText.Line(report.NodeName)}'.";
        }

        if (report.ServicesStatus.Count > MostInstances || report.Report?.Instances.Count > MostInstances)
        {
            return $"The report has more than {MostInstances} instances, which is more than a node may have.";
        }

        return report.Report is not { } ours ? null
            : ours.Generation < 0 || (ours.Generation > HighestForeign && ours.Generation > generation)
                ? $"The report has generation {ours.Generation}, which no master ever gave."
            : !PeerText.IsToken(ours.NodeId) ? "The report's node_id is none: at most 128 visible characters of ASCII."
            : !PeerText.IsToken(ours.Fingerprint) ? "The report's fingerprint is none: at most 128 visible characters of ASCII."
            : ours.Answers.Count > MostAnswers ? $"The report has more than {MostAnswers} answers."
            : null;
    }
}
