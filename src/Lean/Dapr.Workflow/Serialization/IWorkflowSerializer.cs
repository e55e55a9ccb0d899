using Dapr.Common.Serialization;

namespace Dapr.Workflow.Serialization;

/// <summary>
/// The serialiser of inputs, outputs, events and statuses, under its older name. Register one before
/// <c>AddDaprWorkflow</c> to replace the default (System.Text.Json with web defaults).
/// </summary>
public interface IWorkflowSerializer : IDaprSerializer;
