using System.Net.Http;
using Grpc.Core;

namespace Aion.Cli.CommandLine;

/// <summary>Turns the end of a command into an exit code and, where it failed, one sentence.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(
        CommandContext context, Func<CommandContext, CancellationToken, Task<ExitCode>> run, CancellationToken cancellationToken)
    {
        try
        {
            return (int)await run(context, cancellationToken);
        }
        catch (CliException failure)
        {
            return Fail(context, failure.ExitCode, failure.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how a person ends what follows or watches.
            return (int)ExitCode.Ok;
        }
        catch (Exception failure) when (failure is HttpRequestException or HttpIOException)
        {
            return Fail(context, ExitCode.NotRunning, $"The platform stopped answering: {failure.Message}");
        }
        catch (RpcException failure)
        {
            return Fail(context, ExitCode.Rejected, $"{failure.StatusCode}: {failure.Status.Detail}");
        }
        catch (Exception failure)
        {
            context.Output.ErrorDetails(failure);
            return Fail(context, ExitCode.InternalError, "This is a defect of aionctl; the lines above say where.");
        }
    }

    private static int Fail(CommandContext context, ExitCode code, string message)
    {
        context.Output.Failure(code, message);
        return (int)code;
    }
}
