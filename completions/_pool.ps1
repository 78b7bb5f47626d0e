
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
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
            [CompletionResult]::new('park', 'park', [CompletionResultType]::ParameterValue, 'Delete a pool that the pool file makes again: a real zero')
            [CompletionResult]::new('unpark', 'unpark', [CompletionResultType]::ParameterValue, 'Make a parked pool again, and wait until it is warm')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what `pool apply` would change')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Bring pools to what base, events and leases say')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Let a lease or a running event last longer')
            [CompletionResult]::new('why', 'why', [CompletionResultType]::ParameterValue, 'Show who wants what of a pool, and who wins')
            [CompletionResult]::new('next', 'next', [CompletionResultType]::ParameterValue, 'Show what will change on the pools, when and why')
            [CompletionResult]::new('simulate', 'simulate', [CompletionResultType]::ParameterValue, 'Simulate people on a session pool: waiting, refusals, sessions over time, cost')
            [CompletionResult]::new('cost', 'cost', [CompletionResultType]::ParameterValue, 'Show what pools cost: now, under a profile, for an event, a season or a simulation')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write files for cron, systemd, pipelines, Terraform and Bicep')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a pool file to start from')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List, show and check profiles')
            [CompletionResult]::new('size', 'size', [CompletionResultType]::ParameterValue, 'Find the smallest scale for the people who come, and what it costs')
            [CompletionResult]::new('preflight', 'preflight', [CompletionResultType]::ParameterValue, 'Say GO or NO-GO before an event, with reasons')
            [CompletionResult]::new('rehearse', 'rehearse', [CompletionResultType]::ParameterValue, 'Open throwaway sessions as contestants would, measure them, and end them again')
            [CompletionResult]::new('receipt', 'receipt', [CompletionResultType]::ParameterValue, 'Show what an event was, after it: hours, peak, full minutes, cost')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check settings, login, role, provider, locks and pools')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;scale-up' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to apply: a name, or a path')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to apply: a name, or a path')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'End after this time, such as 3h')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End at this local time, such as 21:00 or 2026-12-05T21:00')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'What for; it stands on the pool with the lease')
            [CompletionResult]::new('--max-cost', '--max-cost', [CompletionResultType]::ParameterName, 'Refuse what may cost more until the lease ends, in the currency of `rates`')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Your name, where several people share a login')
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
            [CompletionResult]::new('--no-expiry', '--no-expiry', [CompletionResultType]::ParameterName, 'Have no end')
            [CompletionResult]::new('--stay', '--stay', [CompletionResultType]::ParameterName, 'Stay until the end, and take the pool back then')
            [CompletionResult]::new('--add', '--add', [CompletionResultType]::ParameterName, 'Add the numbers to what other claims want, instead of sharing the pool with them')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Change the lifecycle type although sessions are allocated: it ends them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be sent, and send nothing')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait for Azure')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;scale-down' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Another base than the pool file''s, until --until: a name, or a path; the pool file''s own ends a hold')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Another base than the pool file''s, until --until: a name, or a path; the pool file''s own ends a hold')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'End after this time, such as 3h')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End at this local time, such as 21:00 or 2026-12-05T21:00')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Your name, where several people share a login')
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
            [CompletionResult]::new('--no-expiry', '--no-expiry', [CompletionResultType]::ParameterName, 'Have no end')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'End the leases of others without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'End the leases of others without asking')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Lower max sessions, and change the lifecycle type, although sessions are allocated; hold the pool down although an event wants more')
            [CompletionResult]::new('--retry-zero', '--retry-zero', [CompletionResultType]::ParameterName, 'Try 0 ready sessions again although Azure refused it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be sent, and send nothing')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait for Azure')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;park' {
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
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Park although sessions are allocated, or nobody knows')
            [CompletionResult]::new('--new-identity', '--new-identity', [CompletionResultType]::ParameterName, 'Park although the pool''s system identity comes back as another one, without its roles')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what speaks against it, and delete nothing; ends as the command would, with 4 where it would be refused')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait for Azure')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;unpark' {
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;plan' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: every pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: every pool of the pool file]')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Decide for another moment: 21:00, or 2026-12-05T14:00, in your zone')
            [CompletionResult]::new('--max-cost', '--max-cost', [CompletionResultType]::ParameterName, 'Show what `pool apply --max-cost` would refuse, in the currency of `rates`')
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
            [CompletionResult]::new('--allow-park', '--allow-park', [CompletionResultType]::ParameterName, 'Show what `pool apply --allow-park` would do')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;apply' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: every pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: every pool of the pool file]')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'Stay, and apply again after each such time, until SIGTERM')
            [CompletionResult]::new('--max-cost', '--max-cost', [CompletionResultType]::ParameterName, 'Raise no pool that may cost more until its last claim ends, each by itself, in the currency of `rates`')
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
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Lower max sessions, and change the lifecycle type, although sessions are allocated')
            [CompletionResult]::new('--allow-park', '--allow-park', [CompletionResultType]::ParameterName, 'Delete pools whose base is `parked` while nobody wants them, and create them when somebody does')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;extend' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--of', '--of', [CompletionResultType]::ParameterName, 'Which, where several hold: the profile of a lease, its tag such as pool-lease-3, or the name of an event')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'What for; it stands on the pool with the lease')
            [CompletionResult]::new('--max-cost', '--max-cost', [CompletionResultType]::ParameterName, 'Refuse what may cost more until the new end, in the currency of `rates`')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Your name, where several people share a login')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;why' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Answer for this local time, such as 21:00 or 2026-12-05T21:00')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;next' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: every pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: every pool of the pool file]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Show this many changes [default: 20, or all between --from and --to]')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Show what changes from this local time or date on [default: now]')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Show what changes before this local time, or before the beginning of this date')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Answer as if it were this local time, or the beginning of this date')
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
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Go by the files alone; leases and holds are on the pools and are left out')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;simulate' {
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'Play several demand files with the same users and the same chance, and show what differs from the first')
            [CompletionResult]::new('--users', '--users', [CompletionResultType]::ParameterName, 'How many users come, up to 2000000')
            [CompletionResult]::new('--arrive', '--arrive', [CompletionResultType]::ParameterName, 'When they come: 60s for at random within that time, ramp:10m, poisson:500ms, steps:10m@600,20m@60 (users an hour) or trace:FILE [default: 60s]')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'How long a run takes: 10s, exponential:10s, uniform:3s..5s, lognormal:10s,0.5 (median, sigma) or csv:FILE')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'From the start of a user''s run to the start of the next [default: one run each]')
            [CompletionResult]::new('--think', '--think', [CompletionResultType]::ParameterName, 'From the end of a user''s run to the start of the next')
            [CompletionResult]::new('--runs', '--runs', [CompletionResultType]::ParameterName, 'Most runs of a user')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'When nobody starts anything any more')
            [CompletionResult]::new('--stay', '--stay', [CompletionResultType]::ParameterName, 'How long a user stays')
            [CompletionResult]::new('--identifier', '--identifier', [CompletionResultType]::ParameterName, 'Which identifier a run is sent with: user, run (a new one each), team:4 (users to one) or shared:10 (for all) [default: user]')
            [CompletionResult]::new('--when-full', '--when-full', [CompletionResultType]::ParameterName, 'What whoever asks does when the pool is full: refuse, wait or wait:30s [default: refuse]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Where chance begins; the same seed gives the same result [default: 1]')
            [CompletionResult]::new('--replications', '--replications', [CompletionResultType]::ParameterName, 'How often it is played; more make the intervals narrower [default: 20]')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'What the pool runs. A code interpreter keeps no ready sessions and has at most 600 [default: CustomContainer]')
            [CompletionResult]::new('--sessions-per-node', '--sessions-per-node', [CompletionResultType]::ParameterName, 'How many sessions a node holds; whoever needs a new one waits two minutes longer [default: nobody sees nodes]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What the pool is: a profile''s name [default: contest]')
            [CompletionResult]::new('--schedule', '--schedule', [CompletionResultType]::ParameterName, 'What the pool is at first, and what it is told to be later: idle,contest@5m. Azure takes its time from then')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Max sessions, this once')
            [CompletionResult]::new('--ready', '--ready', [CompletionResultType]::ParameterName, 'Ready sessions, this once')
            [CompletionResult]::new('--cooldown', '--cooldown', [CompletionResultType]::ParameterName, 'Cooldown of a Timed lifecycle, this once: 5m to 1h')
            [CompletionResult]::new('--max-alive', '--max-alive', [CompletionResultType]::ParameterName, 'Longest life with OnContainerExit, this once')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write a page with pictures, table and assumptions; it needs nothing but itself')
            [CompletionResult]::new('--plot', '--plot', [CompletionResultType]::ParameterName, 'Write the picture as SVG; `-` for stdout')
            [CompletionResult]::new('--csv', '--csv', [CompletionResultType]::ParameterName, 'Write the course as CSV; `-` for stdout')
            [CompletionResult]::new('--chart', '--chart', [CompletionResultType]::ParameterName, 'Whether a picture is drawn below the table: where stdout is a terminal, always or never')
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
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite files that are there')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;cost' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: every pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: every pool of the pool file]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What it costs under a profile, or `parked`; several are shown side by side')
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'The same for two profiles or more')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'For how long, with a profile [default: a day]')
            [CompletionResult]::new('--event', '--event', [CompletionResultType]::ParameterName, 'What the next time of an event costs, with its lead, beside its budget')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'What is planned costs from this local time or date on [default: now]')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'What is planned costs until this local time, or the beginning of this date')
            [CompletionResult]::new('--simulate', '--simulate', [CompletionResultType]::ParameterName, 'What the people of a demand file would use costs; --profile says on which scale')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Fetch the prices of this region, and show them')
            [CompletionResult]::new('--currency', '--currency', [CompletionResultType]::ParameterName, 'In which currency; Azure''s prices are made in USD, and others are for reference')
            [CompletionResult]::new('--plot', '--plot', [CompletionResultType]::ParameterName, 'Write the picture of the steps as SVG; `-` for stdout')
            [CompletionResult]::new('--chart', '--chart', [CompletionResultType]::ParameterName, 'Whether the steps are drawn below: where stdout is a terminal, always or never')
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
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Fetch Azure''s price list first')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite the file')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;export' {
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the files into a folder instead of printing them')
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
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'With --write: overwrite what is there')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('cron', 'cron', [CompletionResultType]::ParameterValue, 'Lines for a crontab')
            [CompletionResult]::new('systemd', 'systemd', [CompletionResultType]::ParameterValue, 'A service and a timer for systemd')
            [CompletionResult]::new('github-actions', 'github-actions', [CompletionResultType]::ParameterValue, 'A workflow for GitHub Actions, signed in without a secret')
            [CompletionResult]::new('kubernetes-cronjob', 'kubernetes-cronjob', [CompletionResultType]::ParameterValue, 'A CronJob for Kubernetes, with the pool file and its profiles in it')
            [CompletionResult]::new('containerapp-job', 'containerapp-job', [CompletionResultType]::ParameterValue, 'A scheduled job of Azure Container Apps, with the pool file and its profiles in it')
            [CompletionResult]::new('terraform', 'terraform', [CompletionResultType]::ParameterValue, 'What keeps Terraform from undoing what pool did: one snippet a pool')
            [CompletionResult]::new('bicep', 'bicep', [CompletionResultType]::ParameterValue, 'What keeps Bicep from undoing what pool did: two files a pool')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'pool;export;cron' {
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'How often: a length that divides an hour or a day')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the files into a folder instead of printing them')
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
            [CompletionResult]::new('--allow-park', '--allow-park', [CompletionResultType]::ParameterName, 'Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'With --write: overwrite what is there')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;export;systemd' {
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'How often: a length that divides an hour or a day')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the files into a folder instead of printing them')
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
            [CompletionResult]::new('--allow-park', '--allow-park', [CompletionResultType]::ParameterName, 'Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Units of the user who is signed in with `az login`, instead of the machine''s')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'With --write: overwrite what is there')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;export;github-actions' {
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'How often: a length that divides an hour or a day')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'The Git repository with the source of pool, which has no releases yet')
            [CompletionResult]::new('--revision', '--revision', [CompletionResultType]::ParameterName, 'A branch, tag or commit of it')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the files into a folder instead of printing them')
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
            [CompletionResult]::new('--allow-park', '--allow-park', [CompletionResultType]::ParameterName, 'Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'With --write: overwrite what is there')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;export;kubernetes-cronjob' {
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'How often: a length that divides an hour or a day')
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'The image; nobody publishes one, the file says how to build it')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'The client id of the identity that signs in [default: to be filled in]')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the files into a folder instead of printing them')
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
            [CompletionResult]::new('--allow-park', '--allow-park', [CompletionResultType]::ParameterName, 'Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'With --write: overwrite what is there')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;export;containerapp-job' {
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'How often: a length that divides an hour or a day')
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'The image; nobody publishes one, the file says how to build it')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The resource id of a user-assigned identity [default: the job''s own]')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'The client id of that identity')
            [CompletionResult]::new('--environment', '--environment', [CompletionResultType]::ParameterName, 'The resource id of the environment to run in [default: that of the first pool]')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the files into a folder instead of printing them')
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
            [CompletionResult]::new('--allow-park', '--allow-park', [CompletionResultType]::ParameterName, 'Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'With --write: overwrite what is there')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;export;terraform' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name [default: every pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name [default: every pool of the pool file]')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the files into a folder instead of printing them')
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
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'With --write: overwrite what is there')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;export;bicep' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name [default: every pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name [default: every pool of the pool file]')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the files into a folder instead of printing them')
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
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'With --write: overwrite what is there')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;export;help' {
            [CompletionResult]::new('cron', 'cron', [CompletionResultType]::ParameterValue, 'Lines for a crontab')
            [CompletionResult]::new('systemd', 'systemd', [CompletionResultType]::ParameterValue, 'A service and a timer for systemd')
            [CompletionResult]::new('github-actions', 'github-actions', [CompletionResultType]::ParameterValue, 'A workflow for GitHub Actions, signed in without a secret')
            [CompletionResult]::new('kubernetes-cronjob', 'kubernetes-cronjob', [CompletionResultType]::ParameterValue, 'A CronJob for Kubernetes, with the pool file and its profiles in it')
            [CompletionResult]::new('containerapp-job', 'containerapp-job', [CompletionResultType]::ParameterValue, 'A scheduled job of Azure Container Apps, with the pool file and its profiles in it')
            [CompletionResult]::new('terraform', 'terraform', [CompletionResultType]::ParameterValue, 'What keeps Terraform from undoing what pool did: one snippet a pool')
            [CompletionResult]::new('bicep', 'bicep', [CompletionResultType]::ParameterValue, 'What keeps Bicep from undoing what pool did: two files a pool')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'pool;export;help;cron' {
            break
        }
        'pool;export;help;systemd' {
            break
        }
        'pool;export;help;github-actions' {
            break
        }
        'pool;export;help;kubernetes-cronjob' {
            break
        }
        'pool;export;help;containerapp-job' {
            break
        }
        'pool;export;help;terraform' {
            break
        }
        'pool;export;help;bicep' {
            break
        }
        'pool;export;help;help' {
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles, the user''s own and the built-in ones')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile''s file')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check profiles, pool files and demand files; report every fault with line and column')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;profile;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles, the user''s own and the built-in ones')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile''s file')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check profiles, pool files and demand files; report every fault with line and column')
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
        'pool;size' {
            [CompletionResult]::new('--users', '--users', [CompletionResultType]::ParameterName, 'How many users come, up to 2000000')
            [CompletionResult]::new('--arrive', '--arrive', [CompletionResultType]::ParameterName, 'When they come: 60s for at random within that time, ramp:10m, poisson:500ms, steps:10m@600,20m@60 (users an hour) or trace:FILE [default: 60s]')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'How long a run takes: 10s, exponential:10s, uniform:3s..5s, lognormal:10s,0.5 (median, sigma) or csv:FILE')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'From the start of a user''s run to the start of the next [default: one run each]')
            [CompletionResult]::new('--think', '--think', [CompletionResultType]::ParameterName, 'From the end of a user''s run to the start of the next')
            [CompletionResult]::new('--runs', '--runs', [CompletionResultType]::ParameterName, 'Most runs of a user')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'When nobody starts anything any more')
            [CompletionResult]::new('--stay', '--stay', [CompletionResultType]::ParameterName, 'How long a user stays')
            [CompletionResult]::new('--identifier', '--identifier', [CompletionResultType]::ParameterName, 'Which identifier a run is sent with: user, run (a new one each), team:4 (users to one) or shared:10 (for all) [default: user]')
            [CompletionResult]::new('--when-full', '--when-full', [CompletionResultType]::ParameterName, 'What whoever asks does when the pool is full: refuse, wait or wait:30s [default: refuse]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Where chance begins; the same seed gives the same result [default: 1]')
            [CompletionResult]::new('--replications', '--replications', [CompletionResultType]::ParameterName, 'How often it is played; more make the intervals narrower [default: 20]')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'What the pool runs. A code interpreter keeps no ready sessions and has at most 600 [default: CustomContainer]')
            [CompletionResult]::new('--sessions-per-node', '--sessions-per-node', [CompletionResultType]::ParameterName, 'How many sessions a node holds; whoever needs a new one waits two minutes longer [default: nobody sees nodes]')
            [CompletionResult]::new('--wait-p95', '--wait-p95', [CompletionResultType]::ParameterName, 'The longest wait for 95 of 100 runs, and for 95 of 100 sessions that are opened')
            [CompletionResult]::new('--max-refused', '--max-refused', [CompletionResultType]::ParameterName, 'The largest share of runs that get no session: 0.1% or 0.001')
            [CompletionResult]::new('--cooldown', '--cooldown', [CompletionResultType]::ParameterName, 'Cooldown: 5m to 1h [default: 5m]')
            [CompletionResult]::new('--max-alive', '--max-alive', [CompletionResultType]::ParameterName, 'Longest life with OnContainerExit, where each run is a container''s life')
            [CompletionResult]::new('--base', '--base', [CompletionResultType]::ParameterName, 'The profile that the pool has before')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the profile to this file')
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
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite the file')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;preflight' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'How many sessions must be free')
            [CompletionResult]::new('--sessions', '--sessions', [CompletionResultType]::ParameterName, 'How many sessions must be free')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Until when the pool has to stay big: 21:00 or 2026-12-05T21:00')
            [CompletionResult]::new('--until-go', '--until-go', [CompletionResultType]::ParameterName, 'Wait so long for a GO')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The path that a custom container is asked for')
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
            [CompletionResult]::new('--no-session', '--no-session', [CompletionResultType]::ParameterName, 'Open no session')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;rehearse' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'How many sessions')
            [CompletionResult]::new('--sessions', '--sessions', [CompletionResultType]::ParameterName, 'How many sessions')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'How many are opened in a time: 5/s, 100/m [default: all at once]')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The path that a custom container is asked for')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be opened, and open nothing')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;receipt' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: the only pool of the pool file]')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The one of this date, or of this local time [default: the last that has begun]')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'From this local time or date on; a time of day is the last that was')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Before this local time, or before the beginning of this date; a time of day is the first after --from')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write a page with pictures and tables; it needs nothing but itself')
            [CompletionResult]::new('--markdown', '--markdown', [CompletionResultType]::ParameterName, 'Write Markdown; `-` for stdout')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Write the suggested profile to this file')
            [CompletionResult]::new('--chart', '--chart', [CompletionResultType]::ParameterName, 'Whether a picture is drawn below the table: where stdout is a terminal, always or never')
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
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite files')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;doctor' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: every pool of the pool file]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The pool''s name, or its resource id [default: every pool of the pool file]')
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
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Print the smallest custom role with which pool works, for `az role definition create`')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the emulator inside the program; no Azure account is needed')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests; twice, also what the libraries say')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out everything but results and errors')
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'pool;emulator' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'The address to serve on; port 0 takes a free one')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'The file that pools are kept in, or :memory: [default: the one that --local uses]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'A fault that waits from the start, as `POST /_emulator/faults` takes them; may be given again')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Really run the code of PythonLTS sessions, with this Python; it is no sandbox, and runs as you')
            [CompletionResult]::new('--forward', '--forward', [CompletionResultType]::ParameterName, 'Hand requests to custom-container sessions on to this process of this machine: http://127.0.0.1:PORT')
            [CompletionResult]::new('--ready-zero', '--ready-zero', [CompletionResultType]::ParameterName, 'What comes of 0 ready sessions on a custom-container pool')
            [CompletionResult]::new('--tags', '--tags', [CompletionResultType]::ParameterName, 'What a PATCH does to tags that it does not name')
            [CompletionResult]::new('--custom-patch', '--custom-patch', [CompletionResultType]::ParameterName, 'What answers a PATCH of a custom-container pool')
            [CompletionResult]::new('--interpreter-patch', '--interpreter-patch', [CompletionResultType]::ParameterName, 'What answers a PATCH of a code interpreter')
            [CompletionResult]::new('--full-pool', '--full-pool', [CompletionResultType]::ParameterName, 'What a request gets for which a full pool has no session')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
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
            [CompletionResult]::new('--no-token-cache', '--no-token-cache', [CompletionResultType]::ParameterName, 'Neither use nor keep a token of `az` or `azd` from run to run')
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
            [CompletionResult]::new('park', 'park', [CompletionResultType]::ParameterValue, 'Delete a pool that the pool file makes again: a real zero')
            [CompletionResult]::new('unpark', 'unpark', [CompletionResultType]::ParameterValue, 'Make a parked pool again, and wait until it is warm')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what `pool apply` would change')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Bring pools to what base, events and leases say')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Let a lease or a running event last longer')
            [CompletionResult]::new('why', 'why', [CompletionResultType]::ParameterValue, 'Show who wants what of a pool, and who wins')
            [CompletionResult]::new('next', 'next', [CompletionResultType]::ParameterValue, 'Show what will change on the pools, when and why')
            [CompletionResult]::new('simulate', 'simulate', [CompletionResultType]::ParameterValue, 'Simulate people on a session pool: waiting, refusals, sessions over time, cost')
            [CompletionResult]::new('cost', 'cost', [CompletionResultType]::ParameterValue, 'Show what pools cost: now, under a profile, for an event, a season or a simulation')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write files for cron, systemd, pipelines, Terraform and Bicep')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a pool file to start from')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List, show and check profiles')
            [CompletionResult]::new('size', 'size', [CompletionResultType]::ParameterValue, 'Find the smallest scale for the people who come, and what it costs')
            [CompletionResult]::new('preflight', 'preflight', [CompletionResultType]::ParameterValue, 'Say GO or NO-GO before an event, with reasons')
            [CompletionResult]::new('rehearse', 'rehearse', [CompletionResultType]::ParameterValue, 'Open throwaway sessions as contestants would, measure them, and end them again')
            [CompletionResult]::new('receipt', 'receipt', [CompletionResultType]::ParameterValue, 'Show what an event was, after it: hours, peak, full minutes, cost')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check settings, login, role, provider, locks and pools')
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
        'pool;help;park' {
            break
        }
        'pool;help;unpark' {
            break
        }
        'pool;help;plan' {
            break
        }
        'pool;help;apply' {
            break
        }
        'pool;help;extend' {
            break
        }
        'pool;help;why' {
            break
        }
        'pool;help;next' {
            break
        }
        'pool;help;simulate' {
            break
        }
        'pool;help;cost' {
            break
        }
        'pool;help;export' {
            [CompletionResult]::new('cron', 'cron', [CompletionResultType]::ParameterValue, 'Lines for a crontab')
            [CompletionResult]::new('systemd', 'systemd', [CompletionResultType]::ParameterValue, 'A service and a timer for systemd')
            [CompletionResult]::new('github-actions', 'github-actions', [CompletionResultType]::ParameterValue, 'A workflow for GitHub Actions, signed in without a secret')
            [CompletionResult]::new('kubernetes-cronjob', 'kubernetes-cronjob', [CompletionResultType]::ParameterValue, 'A CronJob for Kubernetes, with the pool file and its profiles in it')
            [CompletionResult]::new('containerapp-job', 'containerapp-job', [CompletionResultType]::ParameterValue, 'A scheduled job of Azure Container Apps, with the pool file and its profiles in it')
            [CompletionResult]::new('terraform', 'terraform', [CompletionResultType]::ParameterValue, 'What keeps Terraform from undoing what pool did: one snippet a pool')
            [CompletionResult]::new('bicep', 'bicep', [CompletionResultType]::ParameterValue, 'What keeps Bicep from undoing what pool did: two files a pool')
            break
        }
        'pool;help;export;cron' {
            break
        }
        'pool;help;export;systemd' {
            break
        }
        'pool;help;export;github-actions' {
            break
        }
        'pool;help;export;kubernetes-cronjob' {
            break
        }
        'pool;help;export;containerapp-job' {
            break
        }
        'pool;help;export;terraform' {
            break
        }
        'pool;help;export;bicep' {
            break
        }
        'pool;help;init' {
            break
        }
        'pool;help;profile' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles, the user''s own and the built-in ones')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile''s file')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check profiles, pool files and demand files; report every fault with line and column')
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
        'pool;help;size' {
            break
        }
        'pool;help;preflight' {
            break
        }
        'pool;help;rehearse' {
            break
        }
        'pool;help;receipt' {
            break
        }
        'pool;help;doctor' {
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
