using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.AppChannel;

/// <summary>An invocation on its way to an app.</summary>
/// <param name="Verb">HTTP verb.</param>
/// <param name="Method">Path without a leading slash, or method name.</param>
/// <param name="Query">Query string with its question mark, or empty.</param>
/// <param name="ContentType">Of the body; empty: none.</param>
/// <param name="Headers">What the caller sent, as far as it goes on.</param>
/// <param name="Body">Read once.</param>
internal sealed record AppRequest(
    string Verb, string Method, string Query, string ContentType, IReadOnlyList<KeyValuePair<string, StringValues>> Headers, Stream Body);
