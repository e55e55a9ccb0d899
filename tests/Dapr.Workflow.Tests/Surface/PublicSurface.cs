using System.Globalization;
using System.Reflection;

namespace Dapr.Workflow.Tests.Surface;

/// <summary>
/// The public members of an assembly, one sorted line per member, in the form of the listings in tests/testassets/official-api.
/// Parameter names, defaults and nullable value types are part of a line, since callers depend on them.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static SortedSet<string> Of(Assembly assembly) =>
        new(assembly.GetExportedTypes().SelectMany(LinesOf), StringComparer.Ordinal);

    private static IEnumerable<string> LinesOf(Type type)
    {
        var owner = NameOf(type);
        yield return $"{owner} :: {KindOf(type)}";
        if (type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType)
        {
            yield return $"{owner} :: base {NameOf(parent)}";
        }

        foreach (var contract in (type.IsEnum ? [] : type.GetInterfaces()).Where(static contract => contract.IsPublic || contract.IsNestedPublic))
        {
            yield return $"{owner} :: implements {NameOf(contract)}";
        }

        foreach (var text in type.GetMembers(Declared).Select(Describe).OfType<string>())
        {
            yield return $"{owner} :: {text}";
        }
    }

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => type.IsSubclassOf(typeof(MulticastDelegate)) ? "delegate" : "class",
    };

    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily =>
            $"field {Static(field.IsStatic)}{field.Name} : {NameOf(field.FieldType)}",
        PropertyInfo property when IsVisible(property.GetMethod) || IsVisible(property.SetMethod) =>
            $"property {Static((property.GetMethod ?? property.SetMethod)!.IsStatic)}{property.Name} : {NameOf(property.PropertyType)}"
            + (IsVisible(property.GetMethod) ? " get" : "") + (IsVisible(property.SetMethod) ? " set" : ""),
        EventInfo raised when IsVisible(raised.AddMethod) => $"event {raised.Name} : {NameOf(raised.EventHandlerType!)}",
        ConstructorInfo constructor when IsVisible(constructor) => $"new({ParametersOf(constructor)})",
        MethodInfo method when IsVisible(method) && IsWritten(method) =>
            $"{Static(method.IsStatic)}{method.Name}{GenericsOf(method)}({ParametersOf(method)}) : {NameOf(method.ReturnType)}",
        _ => null,
    };

    private static bool IsWritten(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.Name.Contains('<', StringComparison.Ordinal) && method.Name != "PrintMembers";

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string GenericsOf(MethodInfo method) =>
        method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(static argument => argument.Name))}>" : "";

    private static string ParametersOf(MethodBase method) => string.Join(", ", method.GetParameters().Select(static parameter =>
        (parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "")
        + $"{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + DefaultOf(parameter) : "")}"));

    private static string DefaultOf(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => "default",
        string text => $"\"{text}\"",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string NameOf(Type type)
    {
        if (type.IsByRef || type.IsArray)
        {
            return NameOf(type.GetElementType()!) + (type.IsArray ? "[]" : "");
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return NameOf(inner) + "?";
        }

        var scope = type.IsNested ? NameOf(type.DeclaringType!) + "." : type.Namespace + ".";
        var arguments = type.GetGenericArguments();
        return scope + type.Name.Split('`')[0] + (arguments.Length > 0 ? $"<{string.Join(", ", arguments.Select(NameOf))}>" : "");
    }
}
