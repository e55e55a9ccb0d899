namespace Aion.Project.Validation;

/// <summary>Strongly connected components that hold a circle (Tarjan's algorithm, without recursion: a chain may be long).</summary>
internal static class Circles
{
    /// <summary>Each component with more than one member, or one that leads to itself, members in the order of the input.</summary>
    public static IEnumerable<IReadOnlyList<T>> Find<T>(IReadOnlyList<T> nodes, Func<T, IEnumerable<T>> next) where T : class
    {
        Dictionary<T, int> number = new(ReferenceEqualityComparer.Instance), low = new(ReferenceEqualityComparer.Instance);
        HashSet<T> onStack = new(ReferenceEqualityComparer.Instance);
        Stack<T> stack = new();
        List<HashSet<T>> components = [];
        foreach (T root in nodes)
            if (!number.ContainsKey(root))
                Visit(root);
        return components
            .Where(c => c.Count > 1 || c.Any(node => next(node).Contains(node)))
            .Select(c => (IReadOnlyList<T>)[.. nodes.Where(c.Contains)]);

        void Visit(T root)
        {
            Stack<(T Node, IEnumerator<T> Next)> path = new();
            Enter(root, path);
            while (path.TryPeek(out (T Node, IEnumerator<T> Next) top))
            {
                if (top.Next.MoveNext())
                {
                    T child = top.Next.Current;
                    if (!number.TryGetValue(child, out int childNumber))
                        Enter(child, path);
                    else if (onStack.Contains(child))
                        low[top.Node] = Math.Min(low[top.Node], childNumber);
                    continue;
                }
                path.Pop();
                if (path.TryPeek(out (T Node, IEnumerator<T> Next) parent))
                    low[parent.Node] = Math.Min(low[parent.Node], low[top.Node]);
                if (low[top.Node] == number[top.Node])
                    components.Add(PopComponent(top.Node));
            }
        }

        void Enter(T node, Stack<(T, IEnumerator<T>)> path)
        {
            number[node] = low[node] = number.Count;
            stack.Push(node);
            onStack.Add(node);
            path.Push((node, next(node).GetEnumerator()));
        }

        HashSet<T> PopComponent(T root)
        {
            HashSet<T> component = new(ReferenceEqualityComparer.Instance);
            T member;
            do
            {
                member = stack.Pop();
                onStack.Remove(member);
                component.Add(member);
            }
            while (!ReferenceEquals(member, root));
            return component;
        }
    }
}
