
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'pool' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'pool'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'pool' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a pool that the pool file describes')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a pool at a glance')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the pools of a resource group, or of a whole subscription')
            [CompletionResult]::new('scale-up', 'scale-up', [CompletionResultType]::ParameterValue, 'Make a pool big for an event')
            [CompletionResult]::new('scale-down', 'scale-down', [CompletionResultType]::ParameterValue, 'Take a pool back to its base')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a pool, after saying what is lost with it')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a pool file to start from')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List, show and check profiles')
            [CompletionResult]::new('emulator', 'emulator', [CompletionResultType]::ParameterValue, 'Serve an emulator of Azure''s API for session pools')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'pool;create' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to start with: a name, or a path [default: the pool file''s base]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to start with: a name, or a path [default: the pool file''s base]')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be sent, and send nothing')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait for Azure')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;show' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Azure''s own JSON, whole')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;list' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Every group of the subscription')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every group of the subscription')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Azure''s own JSON, whole')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;scale-up' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to apply: a name, or a path')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to apply: a name, or a path')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Max sessions, this once')
            [CompletionResult]::new('--ready', '--ready', [CompletionResultType]::ParameterName, 'Ready sessions, this once')
            [CompletionResult]::new('--cooldown', '--cooldown', [CompletionResultType]::ParameterName, 'Cooldown of a Timed lifecycle, this once: 5m to 1h')
            [CompletionResult]::new('--max-alive', '--max-alive', [CompletionResultType]::ParameterName, 'Longest life with OnContainerExit, this once')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Change the lifecycle type although sessions are allocated: it ends them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be sent, and send nothing')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait for Azure')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;scale-down' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to go back to: a name, or a path [default: the pool file''s base, else idle]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to go back to: a name, or a path [default: the pool file''s base, else idle]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Max sessions, this once')
            [CompletionResult]::new('--ready', '--ready', [CompletionResultType]::ParameterName, 'Ready sessions, this once')
            [CompletionResult]::new('--cooldown', '--cooldown', [CompletionResultType]::ParameterName, 'Cooldown of a Timed lifecycle, this once: 5m to 1h')
            [CompletionResult]::new('--max-alive', '--max-alive', [CompletionResultType]::ParameterName, 'Longest life with OnContainerExit, this once')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Lower max sessions, and change the lifecycle type, although sessions are allocated')
            [CompletionResult]::new('--retry-zero', '--retry-zero', [CompletionResultType]::ParameterName, 'Try 0 ready sessions again although Azure refused it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be sent, and send nothing')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait for Azure')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;delete' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Delete although sessions are allocated')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be lost, and delete nothing')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait for Azure')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;init' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--profiles', '--profiles', [CompletionResultType]::ParameterName, 'Write the built-in profiles too, into `profiles`')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite what is there')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be written, and write nothing')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;profile' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles, the user''s own and the built-in ones')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile''s file')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check profiles and pool files; report every fault with line and column')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a file, for editors')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'pool;profile;list' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;profile;show' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;profile;check' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;profile;schema' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;profile;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles, the user''s own and the built-in ones')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile''s file')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check profiles and pool files; report every fault with line and column')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a file, for editors')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'pool;profile;help;list' {
            break
        }
        'pool;profile;help;show' {
            break
        }
        'pool;profile;help;check' {
            break
        }
        'pool;profile;help;schema' {
            break
        }
        'pool;profile;help;help' {
            break
        }
        'pool;emulator' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'The address to serve on; port 0 takes a free one')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'The file that pools are kept in, or :memory: [default: the one that --local uses]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'A fault that waits from the start, as `POST /_emulator/faults` takes them; may be given again')
            [CompletionResult]::new('--ready-zero', '--ready-zero', [CompletionResultType]::ParameterName, 'What comes of 0 ready sessions on a custom-container pool')
            [CompletionResult]::new('--tags', '--tags', [CompletionResultType]::ParameterName, 'What a PATCH does to tags that it does not name')
            [CompletionResult]::new('--custom-patch', '--custom-patch', [CompletionResultType]::ParameterName, 'What answers a PATCH of a custom-container pool')
            [CompletionResult]::new('--interpreter-patch', '--interpreter-patch', [CompletionResultType]::ParameterName, 'What answers a PATCH of a code interpreter')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--realistic', '--realistic', [CompletionResultType]::ParameterName, 'Operations take as long as Azure''s did when recorded, instead of seconds')
            [CompletionResult]::new('--instant', '--instant', [CompletionResultType]::ParameterName, 'Operations take no time, for tests')
            [CompletionResult]::new('--tls', '--tls', [CompletionResultType]::ParameterName, 'Speak TLS, which `az` insists on, with a certificate authority made for this machine')
            [CompletionResult]::new('--print-az-setup', '--print-az-setup', [CompletionResultType]::ParameterName, 'Print the lines that point `az` at `pool emulator --tls`, and end')
            [CompletionResult]::new('--empty', '--empty', [CompletionResultType]::ParameterName, 'Start without a pool')
            [CompletionResult]::new('--manual', '--manual', [CompletionResultType]::ParameterName, 'The clock stands still until `POST /_emulator/tick` moves it: {"seconds": 60}, or {"to": "2026-12-05T14:00:00Z"}')
            [CompletionResult]::new('--no-template-status', '--no-template-status', [CompletionResultType]::ParameterName, 'Leave out templateUpdateStatus')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;completions' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The pool file [default: pool.yaml here or above, else in the config folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Show what a JMESPath expression finds in the output (keys come in the order of their names)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour; NO_COLOR is honoured')
            [CompletionResult]::new('--subscription', '--subscription', [CompletionResultType]::ParameterName, 'The subscription''s id [default: pool file, AZURE_SUBSCRIPTION_ID, az''s own]')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--resource-group', '--resource-group', [CompletionResultType]::ParameterName, 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az''s own]')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How to sign in')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Which Azure [default: az''s own, else public]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'The version of Azure''s API')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a pool that the pool file describes')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a pool at a glance')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the pools of a resource group, or of a whole subscription')
            [CompletionResult]::new('scale-up', 'scale-up', [CompletionResultType]::ParameterValue, 'Make a pool big for an event')
            [CompletionResult]::new('scale-down', 'scale-down', [CompletionResultType]::ParameterValue, 'Take a pool back to its base')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a pool, after saying what is lost with it')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a pool file to start from')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List, show and check profiles')
            [CompletionResult]::new('emulator', 'emulator', [CompletionResultType]::ParameterValue, 'Serve an emulator of Azure''s API for session pools')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'pool;help;create' {
            break
        }
        'pool;help;show' {
            break
        }
        'pool;help;list' {
            break
        }
        'pool;help;scale-up' {
            break
        }
        'pool;help;scale-down' {
            break
        }
        'pool;help;delete' {
            break
        }
        'pool;help;init' {
            break
        }
        'pool;help;profile' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles, the user''s own and the built-in ones')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile''s file')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check profiles and pool files; report every fault with line and column')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a file, for editors')
            break
        }
        'pool;help;profile;list' {
            break
        }
        'pool;help;profile;show' {
            break
        }
        'pool;help;profile;check' {
            break
        }
        'pool;help;profile;schema' {
            break
        }
        'pool;help;emulator' {
            break
        }
        'pool;help;completions' {
            break
        }
        'pool;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
