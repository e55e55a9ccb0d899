// Every test starts the whole product with its processes: two at a time would only measure the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
