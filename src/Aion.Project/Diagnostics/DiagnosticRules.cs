using static Aion.Project.Diagnostics.DiagnosticSeverity;

namespace Aion.Project.Diagnostics;

/// <summary>The catalogue of every finding that the compiler can make. Explained one by one in docs/diagnostics.md.</summary>
public static class DiagnosticRules
{
    // The file and its YAML
    internal static readonly DiagnosticRule UnreadableFile = new("AION001", Error, "File cannot be read");
    internal static readonly DiagnosticRule NotUtf8 = new("AION002", Error, "File is not UTF-8 text");
    internal static readonly DiagnosticRule YamlSyntax = new("AION003", Error, "Not valid YAML");
    internal static readonly DiagnosticRule TabIndentation = new("AION004", Error, "Tab in the indentation");
    internal static readonly DiagnosticRule EmptyDocument = new("AION005", Error, "Nothing in the file");
    internal static readonly DiagnosticRule SeveralDocuments = new("AION006", Error, "Several documents in one file");
    internal static readonly DiagnosticRule DuplicateKey = new("AION007", Error, "Key written twice");
    internal static readonly DiagnosticRule UnknownAlias = new("AION008", Error, "Alias without anchor");
    internal static readonly DiagnosticRule InvalidMerge = new("AION009", Error, "Merge of something that is no map");
    internal static readonly DiagnosticRule TooLarge = new("AION010", Error, "Too deep or too large");
    internal static readonly DiagnosticRule UnknownTag = new("AION011", Error, "Unknown YAML tag");
    internal static readonly DiagnosticRule FullWidthCharacter = new("AION012", Error, "Full-width character in the YAML");

    // Keys and types
    internal static readonly DiagnosticRule UnknownKey = new("AION020", Error, "Unknown key");
    internal static readonly DiagnosticRule MisplacedKey = new("AION021", Error, "Key in the wrong place");
    internal static readonly DiagnosticRule WrongType = new("AION022", Error, "Wrong type");
    internal static readonly DiagnosticRule NotABoolean = new("AION023", Error, "Not yes or no");
    internal static readonly DiagnosticRule NotAnInteger = new("AION024", Error, "Not a whole number");
    internal static readonly DiagnosticRule NotADuration = new("AION025", Error, "Not a duration");
    internal static readonly DiagnosticRule NotANumber = new("AION026", Error, "Not a number");
    internal static readonly DiagnosticRule NotAllowedValue = new("AION027", Error, "Value not among the allowed ones");
    internal static readonly DiagnosticRule MissingKey = new("AION028", Error, "Required key missing");
    internal static readonly DiagnosticRule EmptyService = new("AION029", Error, "Microservice without settings");
    internal static readonly DiagnosticRule OutOfRange = new("AION030", Error, "Number out of range");
    internal static readonly DiagnosticRule IgnoredKey = new("AION031", Warning, "Key without effect");
    internal static readonly DiagnosticRule InvalidKey = new("AION032", Error, "Key is not plain text");
    internal static readonly DiagnosticRule NullText = new("AION033", Warning, "Null becomes text");
    internal static readonly DiagnosticRule ScaleZero = new("AION034", Warning, "Scale 0 means 1");
    internal static readonly DiagnosticRule UnknownPosition = new("AION035", Warning, "Unknown position");

    // Names
    internal static readonly DiagnosticRule InvalidServiceName = new("AION040", Error, "Microservice name that Kubernetes refuses");
    internal static readonly DiagnosticRule ServiceNameTooLong = new("AION041", Error, "Microservice name too long");
    internal static readonly DiagnosticRule SameLabel = new("AION042", Error, "Two microservices with one label");
    internal static readonly DiagnosticRule ReservedServiceName = new("AION043", Error, "Reserved microservice name");
    internal static readonly DiagnosticRule InvalidTag = new("AION044", Error, "Invalid image tag");
    internal static readonly DiagnosticRule InvalidImagePath = new("AION045", Error, "Invalid image path");
    internal static readonly DiagnosticRule InvalidDeviceName = new("AION046", Error, "Invalid device name");
    internal static readonly DiagnosticRule InvalidAddress = new("AION047", Error, "Invalid device address");
    internal static readonly DiagnosticRule InvalidNodeName = new("AION048", Error, "Invalid node name");
    internal static readonly DiagnosticRule InvalidServiceAccount = new("AION049", Error, "Invalid service account name");
    internal static readonly DiagnosticRule InvalidEnv = new("AION050", Error, "Invalid environment variable");
    internal static readonly DiagnosticRule UnusualEnvName = new("AION051", Warning, "Environment variable that shells cannot read");
    internal static readonly DiagnosticRule EnvSetByAion = new("AION052", Warning, "Environment variable that AION sets");

    // Routes
    internal static readonly DiagnosticRule UnknownNextService = new("AION060", Error, "Unknown next service");
    internal static readonly DiagnosticRule UnknownDevice = new("AION061", Error, "Unknown device");
    internal static readonly DiagnosticRule InvalidPattern = new("AION062", Error, "Invalid route pattern");
    internal static readonly DiagnosticRule TooFewInstances = new("AION063", Error, "Next service has too few instances");
    internal static readonly DiagnosticRule RepeatedRoute = new("AION064", Warning, "Route written twice");
    internal static readonly DiagnosticRule RoutesWithoutKanban = new("AION065", Error, "Routes of a service without kanban");
    internal static readonly DiagnosticRule RouteToWithoutKanban = new("AION066", Error, "Route to a service without kanban");
    internal static readonly DiagnosticRule ReservedConnectionKey = new("AION067", Error, "Reserved connection key");
    internal static readonly DiagnosticRule EmptyRoute = new("AION068", Warning, "Connection key without routes");
    internal static readonly DiagnosticRule EndlessLoop = new("AION069", Warning, "Loop without a way out");
    internal static readonly DiagnosticRule NeverStarted = new("AION070", Warning, "Microservice that nothing starts");
    internal static readonly DiagnosticRule NothingStarts = new("AION071", Warning, "Nothing starts");
    internal static readonly DiagnosticRule IdleInstances = new("AION072", Warning, "Instances that get no kanban");

    // Ports
    internal static readonly DiagnosticRule InvalidPort = new("AION080", Error, "Invalid port number");
    internal static readonly DiagnosticRule InvalidNodePort = new("AION081", Error, "Invalid nodePort number");
    internal static readonly DiagnosticRule NodePortClash = new("AION082", Error, "nodePort used twice");
    internal static readonly DiagnosticRule RepeatedPortName = new("AION083", Error, "Port name used twice");
    internal static readonly DiagnosticRule RepeatedPort = new("AION084", Error, "Port written twice");
    internal static readonly DiagnosticRule InvalidPortName = new("AION085", Error, "Invalid port name");
    internal static readonly DiagnosticRule MissingPortName = new("AION086", Error, "Port without name");
    internal static readonly DiagnosticRule NodePortIgnored = new("AION087", Warning, "nodePort without effect");
    internal static readonly DiagnosticRule SharedPort = new("AION088", Warning, "Processes that share a port");
    internal static readonly DiagnosticRule PlatformPort = new("AION089", Warning, "Port that AION uses itself");

    // Kubernetes resources and volumes, processes
    internal static readonly DiagnosticRule InvalidQuantity = new("AION090", Error, "Invalid quantity");
    internal static readonly DiagnosticRule SuspiciousQuantity = new("AION091", Warning, "Quantity of a strange size");
    internal static readonly DiagnosticRule RequestAboveLimit = new("AION092", Error, "Request above the limit");
    internal static readonly DiagnosticRule InvalidVolumeMount = new("AION093", Error, "Invalid volume mount");
    internal static readonly DiagnosticRule RepeatedMountPath = new("AION094", Error, "Path mounted twice");
    internal static readonly DiagnosticRule MissingCommand = new("AION100", Error, "Process without command");
    internal static readonly DiagnosticRule InvalidCommand = new("AION101", Error, "Invalid command");
    internal static readonly DiagnosticRule MissingDirectory = new("AION102", Warning, "Directory not found");

    // dependsOn, health, restart, dapr, acknowledge
    internal static readonly DiagnosticRule UnknownDependency = new("AION110", Error, "Unknown dependency");
    internal static readonly DiagnosticRule DependencyCycle = new("AION111", Error, "Services that wait for each other");
    internal static readonly DiagnosticRule RepeatedDependency = new("AION112", Warning, "Dependency written twice");
    internal static readonly DiagnosticRule DependencyWithoutHealth = new("AION113", Error, "Waiting for health that nobody asks");
    internal static readonly DiagnosticRule DependencyNeverFinishes = new("AION114", Error, "Waiting for an end that never comes");
    internal static readonly DiagnosticRule DependencyNotStarted = new("AION115", Warning, "Waiting for a service that starts later");
    internal static readonly DiagnosticRule ProbeCount = new("AION120", Error, "Not exactly one health probe");
    internal static readonly DiagnosticRule InvalidProbe = new("AION121", Error, "Invalid health probe");
    internal static readonly DiagnosticRule ProbeTimeout = new("AION122", Warning, "Health checks that overlap");
    internal static readonly DiagnosticRule KanbanProbe = new("AION123", Error, "Kanban probe of a service without kanban");
    internal static readonly DiagnosticRule BackoffOrder = new("AION130", Error, "Back-off starts above its maximum");
    internal static readonly DiagnosticRule RestartContradiction = new("AION131", Error, "always and restart contradict each other");
    internal static readonly DiagnosticRule RestartWithoutHealth = new("AION132", Error, "Restart on health that nobody asks");
    internal static readonly DiagnosticRule IntervalOfAlways = new("AION133", Warning, "interval of a microservice that always runs");
    internal static readonly DiagnosticRule AppPortClash = new("AION140", Error, "App ports overlap");
    internal static readonly DiagnosticRule AppPortRange = new("AION141", Error, "App ports beyond 65535");
    internal static readonly DiagnosticRule AcknowledgeIgnored = new("AION142", Warning, "acknowledge without kanban");
    internal static readonly DiagnosticRule RescheduleBound = new("AION145", Warning, "reschedule of a bound microservice");

    /// <summary>Every rule, by code.</summary>
    public static IReadOnlyList<DiagnosticRule> All { get; } =
    [
        .. typeof(DiagnosticRules)
            .GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
            .Where(f => f.FieldType == typeof(DiagnosticRule))
            .Select(f => (DiagnosticRule)f.GetValue(null)!)
            .OrderBy(r => r.Code, StringComparer.Ordinal),
    ];
}
