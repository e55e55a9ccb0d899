namespace Aion.Sidecar.Components.Loading;

/// <summary>A place in a file that the user wrote; lines and columns count from 1.</summary>
internal readonly record struct SourceMark(string File, long Line, long Column)
{
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
