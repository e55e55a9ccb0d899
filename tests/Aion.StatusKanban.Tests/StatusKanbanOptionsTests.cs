using Microsoft.Extensions.Options;

namespace Aion.StatusKanban.Tests;

public sealed class StatusKanbanOptionsTests
{
    [Fact]
    public void Build_WrongSettings_NamesEveryKey()
    {
        var error = Assert.Throws<OptionsValidationException>(() => StatusKanbanApp.Build([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration["Aion:StatusKanban:Ports"] = "0,seven";
            builder.Configuration["Aion:StatusKanban:ListenAddress"] = "localhost";
            builder.Configuration["Aion:StatusKanban:PublishBatch"] = "0";
        }));

        Assert.Equal(
            [
                "Aion:StatusKanban:ListenAddress must be an IP address.",
                "Aion:StatusKanban:Ports must be port numbers, separated by commas.",
                "Aion:StatusKanban:PublishBatch must be above 0.",
            ],
            error.Failures);
    }
}
