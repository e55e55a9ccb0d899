using Aion.ServiceBroker;

await ServiceBrokerApp.Build(args).RunAsync();
