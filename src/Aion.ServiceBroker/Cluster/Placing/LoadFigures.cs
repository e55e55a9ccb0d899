namespace Aion.ServiceBroker.Cluster.Placing;

/// <summary>How busy a machine is.</summary>
/// <param name="Cores">Its processors.</param>
/// <param name="Cpu">Used share of them, 0 to 1.</param>
/// <param name="Memory">Used share of its memory, 0 to 1.</param>
public sealed record LoadFigures(int Cores, double Cpu, double Memory)
{
    /// <summary>Of a node that does not tell, such as AION's: one idle processor.</summary>
    public static LoadFigures Unknown { get; } = new(1, 0, 0);
}
