using Xunit.Abstractions;
using Xunit.Sdk;

namespace Aion.FunctionalTests.Cluster;

/// <summary>
/// Runs the test that waits for the end of a minute after the others of its class, which fill that minute. In another order
/// it only takes longer.
/// </summary>
public sealed class LongestLast : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase =>
        testCases.OrderBy(test => test.TestMethod.Method.Name.Contains("ForAMinute", StringComparison.Ordinal) ? 1 : 0);
}
