using Aion.Cli.CommandLine;

return await AionCommandLine.RunAsync(args);
