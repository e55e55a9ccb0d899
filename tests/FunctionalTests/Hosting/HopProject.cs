using System.Text;
using Aion.Testing;

namespace Aion.FunctionalTests.Hosting;

/// <summary>
/// A project of pairs, <c>x-source</c> to <c>x-sink</c>, whose services are played by the tests: each test has a pair, and so
/// a queue, of its own. The processes that the broker starts for them do nothing.
/// </summary>
internal static class HopProject
{
    /// <summary>Writes it into a folder and answers its path.</summary>
    public static string WriteTo(TempDirectory folder, params string[] pairs)
    {
        var text = new StringBuilder("deviceName: bench\nmicroservices:\n");
        foreach (var pair in pairs)
        {
            text.Append($$"""
                  {{pair}}-source:
                    command: [sleep, "1000000"]
                    nextService:
                      default:
                        - name: {{pair}}-sink
                  {{pair}}-sink:
                    command: [sleep, "1000000"]

                """);
        }

        return folder.Write("project.yml", text.ToString());
    }
}
