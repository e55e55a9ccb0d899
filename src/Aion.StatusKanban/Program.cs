await Aion.StatusKanban.StatusKanbanApp.Build(args).RunAsync();
