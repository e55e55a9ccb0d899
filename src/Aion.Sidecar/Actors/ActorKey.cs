namespace Aion.Sidecar.Actors;

/// <summary>An actor: its type and its id within the type.</summary>
internal readonly record struct ActorKey(string Type, string Id)
{
    public const string Separator = "||";

    public override string ToString() => Type + Separator + Id;
}
