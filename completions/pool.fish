# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_pool_global_optspecs
    string join \n f/file= local o/output= query= timeout= v/verbose q/quiet color= subscription= g/resource-group= auth= no-token-cache cloud= endpoint= api-version= h/help V/version
end

function __fish_pool_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_pool_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_pool_using_subcommand
    set -l cmd (__fish_pool_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c pool -n "__fish_pool_needs_command" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_needs_command" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_needs_command" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_needs_command" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_needs_command" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_needs_command" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_needs_command" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_needs_command" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_needs_command" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_needs_command" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_needs_command" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_needs_command" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_needs_command" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_needs_command" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_needs_command" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_needs_command" -s V -l version -d 'Print version'
complete -c pool -n "__fish_pool_needs_command" -f -a "create" -d 'Create a pool that the pool file describes'
complete -c pool -n "__fish_pool_needs_command" -f -a "show" -d 'Show a pool at a glance'
complete -c pool -n "__fish_pool_needs_command" -f -a "list" -d 'List the pools of a resource group, or of a whole subscription'
complete -c pool -n "__fish_pool_needs_command" -f -a "scale-up" -d 'Make a pool big for an event'
complete -c pool -n "__fish_pool_needs_command" -f -a "scale-down" -d 'Take a pool back to its base'
complete -c pool -n "__fish_pool_needs_command" -f -a "delete" -d 'Delete a pool, after saying what is lost with it'
complete -c pool -n "__fish_pool_needs_command" -f -a "park" -d 'Delete a pool that the pool file makes again: a real zero'
complete -c pool -n "__fish_pool_needs_command" -f -a "unpark" -d 'Make a parked pool again, and wait until it is warm'
complete -c pool -n "__fish_pool_needs_command" -f -a "plan" -d 'Show what `pool apply` would change'
complete -c pool -n "__fish_pool_needs_command" -f -a "apply" -d 'Bring pools to what base, events and leases say'
complete -c pool -n "__fish_pool_needs_command" -f -a "extend" -d 'Let a lease or a running event last longer'
complete -c pool -n "__fish_pool_needs_command" -f -a "why" -d 'Show who wants what of a pool, and who wins'
complete -c pool -n "__fish_pool_needs_command" -f -a "next" -d 'Show what will change on the pools, when and why'
complete -c pool -n "__fish_pool_needs_command" -f -a "simulate" -d 'Simulate people on a session pool: waiting, refusals, sessions over time, cost'
complete -c pool -n "__fish_pool_needs_command" -f -a "cost" -d 'Show what pools cost: now, under a profile, for an event, a season or a simulation'
complete -c pool -n "__fish_pool_needs_command" -f -a "export" -d 'Write files for cron, systemd, pipelines, Terraform and Bicep'
complete -c pool -n "__fish_pool_needs_command" -f -a "init" -d 'Write a pool file to start from'
complete -c pool -n "__fish_pool_needs_command" -f -a "profile" -d 'List, show and check profiles'
complete -c pool -n "__fish_pool_needs_command" -f -a "size" -d 'Find the smallest scale for the people who come, and what it costs'
complete -c pool -n "__fish_pool_needs_command" -f -a "preflight" -d 'Say GO or NO-GO before an event, with reasons'
complete -c pool -n "__fish_pool_needs_command" -f -a "rehearse" -d 'Open throwaway sessions as contestants would, measure them, and end them again'
complete -c pool -n "__fish_pool_needs_command" -f -a "receipt" -d 'Show what an event was, after it: hours, peak, full minutes, cost'
complete -c pool -n "__fish_pool_needs_command" -f -a "doctor" -d 'Check settings, login, role, provider, locks and pools'
complete -c pool -n "__fish_pool_needs_command" -f -a "emulator" -d 'Serve an emulator of Azure\'s API for session pools'
complete -c pool -n "__fish_pool_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c pool -n "__fish_pool_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c pool -n "__fish_pool_using_subcommand create" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand create" -s p -l profile -d 'The profile to start with: a name, or a path [default: the pool file\'s base]' -r
complete -c pool -n "__fish_pool_using_subcommand create" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand create" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand create" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand create" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand create" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand create" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand create" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand create" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand create" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand create" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand create" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand create" -l dry-run -d 'Show what would be sent, and send nothing'
complete -c pool -n "__fish_pool_using_subcommand create" -l no-wait -d 'Do not wait for Azure'
complete -c pool -n "__fish_pool_using_subcommand create" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand create" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand create" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand create" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand show" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand show" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand show" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand show" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand show" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand show" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand show" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand show" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand show" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand show" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand show" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand show" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand show" -l raw -d 'Azure\'s own JSON, whole'
complete -c pool -n "__fish_pool_using_subcommand show" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand show" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand show" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand show" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand list" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand list" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand list" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand list" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand list" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand list" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand list" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand list" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand list" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand list" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand list" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand list" -s A -l all -d 'Every group of the subscription'
complete -c pool -n "__fish_pool_using_subcommand list" -l raw -d 'Azure\'s own JSON, whole'
complete -c pool -n "__fish_pool_using_subcommand list" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand list" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand list" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand list" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -s p -l profile -d 'The profile to apply: a name, or a path' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l for -d 'End after this time, such as 3h' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l until -d 'End at this local time, such as 21:00 or 2026-12-05T21:00' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l reason -d 'What for; it stands on the pool with the lease' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l max-cost -d 'Refuse what may cost more until the lease ends, in the currency of `rates`' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l as -d 'Your name, where several people share a login' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l max -d 'Max sessions, this once' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l ready -d 'Ready sessions, this once' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l cooldown -d 'Cooldown of a Timed lifecycle, this once: 5m to 1h' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l max-alive -d 'Longest life with OnContainerExit, this once' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand scale-up" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l no-expiry -d 'Have no end'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l stay -d 'Stay until the end, and take the pool back then'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l add -d 'Add the numbers to what other claims want, instead of sharing the pool with them'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l force -d 'Change the lifecycle type although sessions are allocated: it ends them'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l dry-run -d 'Show what would be sent, and send nothing'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l no-wait -d 'Do not wait for Azure'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand scale-up" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -s p -l profile -d 'Another base than the pool file\'s, until --until: a name, or a path; the pool file\'s own ends a hold' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l for -d 'End after this time, such as 3h' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l until -d 'End at this local time, such as 21:00 or 2026-12-05T21:00' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l as -d 'Your name, where several people share a login' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l max -d 'Max sessions, this once' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l ready -d 'Ready sessions, this once' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l cooldown -d 'Cooldown of a Timed lifecycle, this once: 5m to 1h' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l max-alive -d 'Longest life with OnContainerExit, this once' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand scale-down" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l no-expiry -d 'Have no end'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -s y -l yes -d 'End the leases of others without asking'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l force -d 'Lower max sessions, and change the lifecycle type, although sessions are allocated; hold the pool down although an event wants more'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l retry-zero -d 'Try 0 ready sessions again although Azure refused it'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l dry-run -d 'Show what would be sent, and send nothing'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l no-wait -d 'Do not wait for Azure'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand scale-down" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand delete" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand delete" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand delete" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand delete" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand delete" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand delete" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand delete" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand delete" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand delete" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand delete" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand delete" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand delete" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand delete" -s y -l yes -d 'Do not ask'
complete -c pool -n "__fish_pool_using_subcommand delete" -l force -d 'Delete although sessions are allocated'
complete -c pool -n "__fish_pool_using_subcommand delete" -l dry-run -d 'Show what would be lost, and delete nothing'
complete -c pool -n "__fish_pool_using_subcommand delete" -l no-wait -d 'Do not wait for Azure'
complete -c pool -n "__fish_pool_using_subcommand delete" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand delete" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand delete" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand delete" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand park" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand park" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand park" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand park" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand park" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand park" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand park" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand park" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand park" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand park" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand park" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand park" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand park" -s y -l yes -d 'Do not ask'
complete -c pool -n "__fish_pool_using_subcommand park" -l force -d 'Park although sessions are allocated, or nobody knows'
complete -c pool -n "__fish_pool_using_subcommand park" -l new-identity -d 'Park although the pool\'s system identity comes back as another one, without its roles'
complete -c pool -n "__fish_pool_using_subcommand park" -l dry-run -d 'Show what speaks against it, and delete nothing; ends as the command would, with 4 where it would be refused'
complete -c pool -n "__fish_pool_using_subcommand park" -l no-wait -d 'Do not wait for Azure'
complete -c pool -n "__fish_pool_using_subcommand park" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand park" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand park" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand park" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand park" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand unpark" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand unpark" -s p -l profile -d 'The profile to start with: a name, or a path [default: the pool file\'s base]' -r
complete -c pool -n "__fish_pool_using_subcommand unpark" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand unpark" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand unpark" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand unpark" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand unpark" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand unpark" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand unpark" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand unpark" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand unpark" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand unpark" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand unpark" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand unpark" -l dry-run -d 'Show what would be sent, and send nothing'
complete -c pool -n "__fish_pool_using_subcommand unpark" -l no-wait -d 'Do not wait for Azure'
complete -c pool -n "__fish_pool_using_subcommand unpark" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand unpark" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand unpark" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand unpark" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand unpark" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand plan" -s n -l name -d 'The pool\'s name, or its resource id [default: every pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand plan" -l at -d 'Decide for another moment: 21:00, or 2026-12-05T14:00, in your zone' -r
complete -c pool -n "__fish_pool_using_subcommand plan" -l max-cost -d 'Show what `pool apply --max-cost` would refuse, in the currency of `rates`' -r
complete -c pool -n "__fish_pool_using_subcommand plan" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand plan" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand plan" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand plan" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand plan" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand plan" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand plan" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand plan" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand plan" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand plan" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand plan" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand plan" -l allow-park -d 'Show what `pool apply --allow-park` would do'
complete -c pool -n "__fish_pool_using_subcommand plan" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand plan" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand plan" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand plan" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand apply" -s n -l name -d 'The pool\'s name, or its resource id [default: every pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand apply" -l every -d 'Stay, and apply again after each such time, until SIGTERM' -r
complete -c pool -n "__fish_pool_using_subcommand apply" -l max-cost -d 'Raise no pool that may cost more until its last claim ends, each by itself, in the currency of `rates`' -r
complete -c pool -n "__fish_pool_using_subcommand apply" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand apply" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand apply" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand apply" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand apply" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand apply" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand apply" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand apply" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand apply" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand apply" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand apply" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand apply" -l dry-run -d 'Show what would be sent, and send nothing'
complete -c pool -n "__fish_pool_using_subcommand apply" -l no-wait -d 'Do not wait for Azure'
complete -c pool -n "__fish_pool_using_subcommand apply" -l force -d 'Lower max sessions, and change the lifecycle type, although sessions are allocated'
complete -c pool -n "__fish_pool_using_subcommand apply" -l allow-park -d 'Delete pools whose base is `parked` while nobody wants them, and create them when somebody does'
complete -c pool -n "__fish_pool_using_subcommand apply" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand apply" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand apply" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand apply" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand extend" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -l of -d 'Which, where several hold: the profile of a lease, its tag such as pool-lease-3, or the name of an event' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -l reason -d 'What for; it stands on the pool with the lease' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -l max-cost -d 'Refuse what may cost more until the new end, in the currency of `rates`' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -l as -d 'Your name, where several people share a login' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand extend" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand extend" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand extend" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand extend" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand extend" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand extend" -l dry-run -d 'Show what would be sent, and send nothing'
complete -c pool -n "__fish_pool_using_subcommand extend" -l no-wait -d 'Do not wait for Azure'
complete -c pool -n "__fish_pool_using_subcommand extend" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand extend" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand extend" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand extend" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand extend" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand why" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand why" -l at -d 'Answer for this local time, such as 21:00 or 2026-12-05T21:00' -r
complete -c pool -n "__fish_pool_using_subcommand why" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand why" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand why" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand why" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand why" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand why" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand why" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand why" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand why" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand why" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand why" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand why" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand why" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand why" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand why" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand why" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand next" -s n -l name -d 'The pool\'s name, or its resource id [default: every pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand next" -l count -d 'Show this many changes [default: 20, or all between --from and --to]' -r
complete -c pool -n "__fish_pool_using_subcommand next" -l from -d 'Show what changes from this local time or date on [default: now]' -r
complete -c pool -n "__fish_pool_using_subcommand next" -l to -d 'Show what changes before this local time, or before the beginning of this date' -r
complete -c pool -n "__fish_pool_using_subcommand next" -l at -d 'Answer as if it were this local time, or the beginning of this date' -r
complete -c pool -n "__fish_pool_using_subcommand next" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand next" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand next" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand next" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand next" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand next" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand next" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand next" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand next" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand next" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand next" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand next" -l offline -d 'Go by the files alone; leases and holds are on the pools and are left out'
complete -c pool -n "__fish_pool_using_subcommand next" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand next" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand next" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand next" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand next" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand simulate" -l compare -d 'Play several demand files with the same users and the same chance, and show what differs from the first' -r -F
complete -c pool -n "__fish_pool_using_subcommand simulate" -l users -d 'How many users come, up to 2000000' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l arrive -d 'When they come: 60s for at random within that time, ramp:10m, poisson:500ms, steps:10m@600,20m@60 (users an hour) or trace:FILE [default: 60s]' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l run -d 'How long a run takes: 10s, exponential:10s, uniform:3s..5s, lognormal:10s,0.5 (median, sigma) or csv:FILE' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l every -d 'From the start of a user\'s run to the start of the next [default: one run each]' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l think -d 'From the end of a user\'s run to the start of the next' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l runs -d 'Most runs of a user' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l for -d 'When nobody starts anything any more' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l stay -d 'How long a user stays' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l identifier -d 'Which identifier a run is sent with: user, run (a new one each), team:4 (users to one) or shared:10 (for all) [default: user]' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l when-full -d 'What whoever asks does when the pool is full: refuse, wait or wait:30s [default: refuse]' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l seed -d 'Where chance begins; the same seed gives the same result [default: 1]' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l replications -d 'How often it is played; more make the intervals narrower [default: 20]' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l kind -d 'What the pool runs. A code interpreter keeps no ready sessions and has at most 600 [default: CustomContainer]' -r -f -a "CustomContainer\t''
PythonLTS\t''
NodeLTS\t''
Shell\t''"
complete -c pool -n "__fish_pool_using_subcommand simulate" -l sessions-per-node -d 'How many sessions a node holds; whoever needs a new one waits two minutes longer [default: nobody sees nodes]' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l profile -d 'What the pool is: a profile\'s name [default: contest]' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l schedule -d 'What the pool is at first, and what it is told to be later: idle,contest@5m. Azure takes its time from then' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l max -d 'Max sessions, this once' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l ready -d 'Ready sessions, this once' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l cooldown -d 'Cooldown of a Timed lifecycle, this once: 5m to 1h' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l max-alive -d 'Longest life with OnContainerExit, this once' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l html -d 'Write a page with pictures, table and assumptions; it needs nothing but itself' -r -F
complete -c pool -n "__fish_pool_using_subcommand simulate" -l plot -d 'Write the picture as SVG; `-` for stdout' -r -F
complete -c pool -n "__fish_pool_using_subcommand simulate" -l csv -d 'Write the course as CSV; `-` for stdout' -r -F
complete -c pool -n "__fish_pool_using_subcommand simulate" -l chart -d 'Whether a picture is drawn below the table: where stdout is a terminal, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand simulate" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand simulate" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand simulate" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand simulate" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand simulate" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand simulate" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand simulate" -l force -d 'Overwrite files that are there'
complete -c pool -n "__fish_pool_using_subcommand simulate" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand simulate" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand simulate" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand simulate" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand simulate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand cost" -s n -l name -d 'The pool\'s name, or its resource id [default: every pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l profile -d 'What it costs under a profile, or `parked`; several are shown side by side' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l compare -d 'The same for two profiles or more' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l for -d 'For how long, with a profile [default: a day]' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l event -d 'What the next time of an event costs, with its lead, beside its budget' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l from -d 'What is planned costs from this local time or date on [default: now]' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l to -d 'What is planned costs until this local time, or the beginning of this date' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l simulate -d 'What the people of a demand file would use costs; --profile says on which scale' -r -F
complete -c pool -n "__fish_pool_using_subcommand cost" -l region -d 'Fetch the prices of this region, and show them' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l currency -d 'In which currency; Azure\'s prices are made in USD, and others are for reference' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l plot -d 'Write the picture of the steps as SVG; `-` for stdout' -r -F
complete -c pool -n "__fish_pool_using_subcommand cost" -l chart -d 'Whether the steps are drawn below: where stdout is a terminal, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand cost" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand cost" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand cost" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand cost" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand cost" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand cost" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand cost" -l refresh -d 'Fetch Azure\'s price list first'
complete -c pool -n "__fish_pool_using_subcommand cost" -l force -d 'Overwrite the file'
complete -c pool -n "__fish_pool_using_subcommand cost" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand cost" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand cost" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand cost" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand cost" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l write -d 'Write the files into a folder instead of printing them' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l force -d 'With --write: overwrite what is there'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -f -a "cron" -d 'Lines for a crontab'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -f -a "systemd" -d 'A service and a timer for systemd'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -f -a "github-actions" -d 'A workflow for GitHub Actions, signed in without a secret'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -f -a "kubernetes-cronjob" -d 'A CronJob for Kubernetes, with the pool file and its profiles in it'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -f -a "containerapp-job" -d 'A scheduled job of Azure Container Apps, with the pool file and its profiles in it'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -f -a "terraform" -d 'What keeps Terraform from undoing what pool did: one snippet a pool'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -f -a "bicep" -d 'What keeps Bicep from undoing what pool did: two files a pool'
complete -c pool -n "__fish_pool_using_subcommand export; and not __fish_seen_subcommand_from cron systemd github-actions kubernetes-cronjob containerapp-job terraform bicep help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l every -d 'How often: a length that divides an hour or a day' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l write -d 'Write the files into a folder instead of printing them' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l allow-park -d 'Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l force -d 'With --write: overwrite what is there'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from cron" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l every -d 'How often: a length that divides an hour or a day' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l write -d 'Write the files into a folder instead of printing them' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l allow-park -d 'Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l user -d 'Units of the user who is signed in with `az login`, instead of the machine\'s'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l force -d 'With --write: overwrite what is there'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from systemd" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l every -d 'How often: a length that divides an hour or a day' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l source -d 'The Git repository with the source of pool, which has no releases yet' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l revision -d 'A branch, tag or commit of it' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l write -d 'Write the files into a folder instead of printing them' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l allow-park -d 'Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l force -d 'With --write: overwrite what is there'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from github-actions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l every -d 'How often: a length that divides an hour or a day' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l image -d 'The image; nobody publishes one, the file says how to build it' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l client-id -d 'The client id of the identity that signs in [default: to be filled in]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l write -d 'Write the files into a folder instead of printing them' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l allow-park -d 'Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l force -d 'With --write: overwrite what is there'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from kubernetes-cronjob" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l every -d 'How often: a length that divides an hour or a day' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l image -d 'The image; nobody publishes one, the file says how to build it' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l identity -d 'The resource id of a user-assigned identity [default: the job\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l client-id -d 'The client id of that identity' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l environment -d 'The resource id of the environment to run in [default: that of the first pool]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l write -d 'Write the files into a folder instead of printing them' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l allow-park -d 'Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l force -d 'With --write: overwrite what is there'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from containerapp-job" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -s n -l name -d 'The pool\'s name [default: every pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l write -d 'Write the files into a folder instead of printing them' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l force -d 'With --write: overwrite what is there'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from terraform" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -s n -l name -d 'The pool\'s name [default: every pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l write -d 'Write the files into a folder instead of printing them' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l force -d 'With --write: overwrite what is there'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from bicep" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from help" -f -a "cron" -d 'Lines for a crontab'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from help" -f -a "systemd" -d 'A service and a timer for systemd'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from help" -f -a "github-actions" -d 'A workflow for GitHub Actions, signed in without a secret'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from help" -f -a "kubernetes-cronjob" -d 'A CronJob for Kubernetes, with the pool file and its profiles in it'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from help" -f -a "containerapp-job" -d 'A scheduled job of Azure Container Apps, with the pool file and its profiles in it'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from help" -f -a "terraform" -d 'What keeps Terraform from undoing what pool did: one snippet a pool'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from help" -f -a "bicep" -d 'What keeps Bicep from undoing what pool did: two files a pool'
complete -c pool -n "__fish_pool_using_subcommand export; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c pool -n "__fish_pool_using_subcommand init" -s n -l name -d 'The pool\'s name' -r
complete -c pool -n "__fish_pool_using_subcommand init" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand init" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand init" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand init" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand init" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand init" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand init" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand init" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand init" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand init" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand init" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand init" -l profiles -d 'Write the built-in profiles too, into `profiles`'
complete -c pool -n "__fish_pool_using_subcommand init" -l force -d 'Overwrite what is there'
complete -c pool -n "__fish_pool_using_subcommand init" -l dry-run -d 'Show what would be written, and write nothing'
complete -c pool -n "__fish_pool_using_subcommand init" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand init" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand init" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand init" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -f -a "list" -d 'List the profiles, the user\'s own and the built-in ones'
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -f -a "show" -d 'Show a profile\'s file'
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -f -a "check" -d 'Check profiles, pool files and demand files; report every fault with line and column'
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -f -a "schema" -d 'Print the JSON Schema of a file, for editors'
complete -c pool -n "__fish_pool_using_subcommand profile; and not __fish_seen_subcommand_from list show check schema help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the profiles, the user\'s own and the built-in ones'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a profile\'s file'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check profiles, pool files and demand files; report every fault with line and column'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "schema" -d 'Print the JSON Schema of a file, for editors'
complete -c pool -n "__fish_pool_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c pool -n "__fish_pool_using_subcommand size" -l users -d 'How many users come, up to 2000000' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l arrive -d 'When they come: 60s for at random within that time, ramp:10m, poisson:500ms, steps:10m@600,20m@60 (users an hour) or trace:FILE [default: 60s]' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l run -d 'How long a run takes: 10s, exponential:10s, uniform:3s..5s, lognormal:10s,0.5 (median, sigma) or csv:FILE' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l every -d 'From the start of a user\'s run to the start of the next [default: one run each]' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l think -d 'From the end of a user\'s run to the start of the next' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l runs -d 'Most runs of a user' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l for -d 'When nobody starts anything any more' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l stay -d 'How long a user stays' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l identifier -d 'Which identifier a run is sent with: user, run (a new one each), team:4 (users to one) or shared:10 (for all) [default: user]' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l when-full -d 'What whoever asks does when the pool is full: refuse, wait or wait:30s [default: refuse]' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l seed -d 'Where chance begins; the same seed gives the same result [default: 1]' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l replications -d 'How often it is played; more make the intervals narrower [default: 20]' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l kind -d 'What the pool runs. A code interpreter keeps no ready sessions and has at most 600 [default: CustomContainer]' -r -f -a "CustomContainer\t''
PythonLTS\t''
NodeLTS\t''
Shell\t''"
complete -c pool -n "__fish_pool_using_subcommand size" -l sessions-per-node -d 'How many sessions a node holds; whoever needs a new one waits two minutes longer [default: nobody sees nodes]' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l wait-p95 -d 'The longest wait for 95 of 100 runs, and for 95 of 100 sessions that are opened' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l max-refused -d 'The largest share of runs that get no session: 0.1% or 0.001' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l cooldown -d 'Cooldown: 5m to 1h [default: 5m]' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l max-alive -d 'Longest life with OnContainerExit, where each run is a container\'s life' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l base -d 'The profile that the pool has before' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l write -d 'Write the profile to this file' -r -F
complete -c pool -n "__fish_pool_using_subcommand size" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand size" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand size" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand size" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand size" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand size" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand size" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand size" -l force -d 'Overwrite the file'
complete -c pool -n "__fish_pool_using_subcommand size" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand size" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand size" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand size" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand size" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand preflight" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -s s -l sessions -d 'How many sessions must be free' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -l until -d 'Until when the pool has to stay big: 21:00 or 2026-12-05T21:00' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -l until-go -d 'Wait so long for a GO' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -l path -d 'The path that a custom container is asked for' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand preflight" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand preflight" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand preflight" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand preflight" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand preflight" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand preflight" -l no-session -d 'Open no session'
complete -c pool -n "__fish_pool_using_subcommand preflight" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand preflight" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand preflight" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand preflight" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand preflight" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand rehearse" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand rehearse" -s s -l sessions -d 'How many sessions' -r
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l rate -d 'How many are opened in a time: 5/s, 100/m [default: all at once]' -r
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l path -d 'The path that a custom container is asked for' -r
complete -c pool -n "__fish_pool_using_subcommand rehearse" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand rehearse" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand rehearse" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand rehearse" -s y -l yes -d 'Do not ask'
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l dry-run -d 'Show what would be opened, and open nothing'
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand rehearse" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand rehearse" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand rehearse" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand rehearse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand receipt" -s n -l name -d 'The pool\'s name, or its resource id [default: the only pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand receipt" -l at -d 'The one of this date, or of this local time [default: the last that has begun]' -r
complete -c pool -n "__fish_pool_using_subcommand receipt" -l from -d 'From this local time or date on; a time of day is the last that was' -r
complete -c pool -n "__fish_pool_using_subcommand receipt" -l to -d 'Before this local time, or before the beginning of this date; a time of day is the first after --from' -r
complete -c pool -n "__fish_pool_using_subcommand receipt" -l html -d 'Write a page with pictures and tables; it needs nothing but itself' -r -F
complete -c pool -n "__fish_pool_using_subcommand receipt" -l markdown -d 'Write Markdown; `-` for stdout' -r -F
complete -c pool -n "__fish_pool_using_subcommand receipt" -l write -d 'Write the suggested profile to this file' -r -F
complete -c pool -n "__fish_pool_using_subcommand receipt" -l chart -d 'Whether a picture is drawn below the table: where stdout is a terminal, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand receipt" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand receipt" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand receipt" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand receipt" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand receipt" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand receipt" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand receipt" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand receipt" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand receipt" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand receipt" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand receipt" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand receipt" -l force -d 'Overwrite files'
complete -c pool -n "__fish_pool_using_subcommand receipt" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand receipt" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand receipt" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand receipt" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand receipt" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand doctor" -s n -l name -d 'The pool\'s name, or its resource id [default: every pool of the pool file]' -r
complete -c pool -n "__fish_pool_using_subcommand doctor" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand doctor" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand doctor" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand doctor" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand doctor" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand doctor" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand doctor" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand doctor" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand doctor" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand doctor" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand doctor" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand doctor" -l role -d 'Print the smallest custom role with which pool works, for `az role definition create`'
complete -c pool -n "__fish_pool_using_subcommand doctor" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand doctor" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand doctor" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand doctor" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand emulator" -l listen -d 'The address to serve on; port 0 takes a free one' -r
complete -c pool -n "__fish_pool_using_subcommand emulator" -l state -d 'The file that pools are kept in, or :memory: [default: the one that --local uses]' -r -F
complete -c pool -n "__fish_pool_using_subcommand emulator" -l fault -d 'A fault that waits from the start, as `POST /_emulator/faults` takes them; may be given again' -r
complete -c pool -n "__fish_pool_using_subcommand emulator" -l exec -d 'Really run the code of PythonLTS sessions, with this Python; it is no sandbox, and runs as you' -r
complete -c pool -n "__fish_pool_using_subcommand emulator" -l forward -d 'Hand requests to custom-container sessions on to this process of this machine: http://127.0.0.1:PORT' -r
complete -c pool -n "__fish_pool_using_subcommand emulator" -l ready-zero -d 'What comes of 0 ready sessions on a custom-container pool' -r -f -a "refused\t'At once'
refused-late\t'The operation fails'
accepted\t''"
complete -c pool -n "__fish_pool_using_subcommand emulator" -l tags -d 'What a PATCH does to tags that it does not name' -r -f -a "merged\t''
replaced\t''"
complete -c pool -n "__fish_pool_using_subcommand emulator" -l custom-patch -d 'What answers a PATCH of a custom-container pool' -r -f -a "200\t''
202\t''"
complete -c pool -n "__fish_pool_using_subcommand emulator" -l interpreter-patch -d 'What answers a PATCH of a code interpreter' -r -f -a "200\t''
202\t''"
complete -c pool -n "__fish_pool_using_subcommand emulator" -l full-pool -d 'What a request gets for which a full pool has no session' -r -f -a "429\t''
404\t''"
complete -c pool -n "__fish_pool_using_subcommand emulator" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand emulator" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand emulator" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand emulator" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand emulator" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand emulator" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand emulator" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand emulator" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand emulator" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand emulator" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand emulator" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand emulator" -l realistic -d 'Operations take as long as Azure\'s did when recorded, instead of seconds'
complete -c pool -n "__fish_pool_using_subcommand emulator" -l instant -d 'Operations take no time, for tests'
complete -c pool -n "__fish_pool_using_subcommand emulator" -l tls -d 'Speak TLS, which `az` insists on, with a certificate authority made for this machine'
complete -c pool -n "__fish_pool_using_subcommand emulator" -l print-az-setup -d 'Print the lines that point `az` at `pool emulator --tls`, and end'
complete -c pool -n "__fish_pool_using_subcommand emulator" -l empty -d 'Start without a pool'
complete -c pool -n "__fish_pool_using_subcommand emulator" -l manual -d 'The clock stands still until `POST /_emulator/tick` moves it: {"seconds": 60}, or {"to": "2026-12-05T14:00:00Z"}'
complete -c pool -n "__fish_pool_using_subcommand emulator" -l no-template-status -d 'Leave out templateUpdateStatus'
complete -c pool -n "__fish_pool_using_subcommand emulator" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand emulator" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand emulator" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand emulator" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand emulator" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand completions" -s f -l file -d 'The pool file [default: pool.yaml here or above, else in the config folder]' -r -F
complete -c pool -n "__fish_pool_using_subcommand completions" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''
yaml\t''
tsv\t''"
complete -c pool -n "__fish_pool_using_subcommand completions" -l query -d 'Show what a JMESPath expression finds in the output (keys come in the order of their names)' -r
complete -c pool -n "__fish_pool_using_subcommand completions" -l timeout -d 'Give up after this time' -r
complete -c pool -n "__fish_pool_using_subcommand completions" -l color -d 'Colour; NO_COLOR is honoured' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pool -n "__fish_pool_using_subcommand completions" -l subscription -d 'The subscription\'s id [default: pool file, AZURE_SUBSCRIPTION_ID, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand completions" -s g -l resource-group -d 'The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az\'s own]' -r
complete -c pool -n "__fish_pool_using_subcommand completions" -l auth -d 'How to sign in' -r -f -a "auto\t'The first that works, in the order below'
client-secret\t'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'
workload-identity\t'AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes'
managed-identity\t'The identity of the machine or container'
azure-cli\t'`az login`'
azure-developer-cli\t'`azd auth login`'"
complete -c pool -n "__fish_pool_using_subcommand completions" -l cloud -d 'Which Azure [default: az\'s own, else public]' -r -f -a "public\t'Azure'
usgov\t'Azure US Government'
china\t'Azure China'"
complete -c pool -n "__fish_pool_using_subcommand completions" -l endpoint -d 'Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787' -r
complete -c pool -n "__fish_pool_using_subcommand completions" -l api-version -d 'The version of Azure\'s API' -r
complete -c pool -n "__fish_pool_using_subcommand completions" -l local -d 'Use the emulator inside the program; no Azure account is needed'
complete -c pool -n "__fish_pool_using_subcommand completions" -s v -l verbose -d 'Show requests; twice, also what the libraries say'
complete -c pool -n "__fish_pool_using_subcommand completions" -s q -l quiet -d 'Leave out everything but results and errors'
complete -c pool -n "__fish_pool_using_subcommand completions" -l no-token-cache -d 'Neither use nor keep a token of `az` or `azd` from run to run'
complete -c pool -n "__fish_pool_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "create" -d 'Create a pool that the pool file describes'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "show" -d 'Show a pool at a glance'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "list" -d 'List the pools of a resource group, or of a whole subscription'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "scale-up" -d 'Make a pool big for an event'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "scale-down" -d 'Take a pool back to its base'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "delete" -d 'Delete a pool, after saying what is lost with it'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "park" -d 'Delete a pool that the pool file makes again: a real zero'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "unpark" -d 'Make a parked pool again, and wait until it is warm'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "plan" -d 'Show what `pool apply` would change'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "apply" -d 'Bring pools to what base, events and leases say'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "extend" -d 'Let a lease or a running event last longer'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "why" -d 'Show who wants what of a pool, and who wins'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "next" -d 'Show what will change on the pools, when and why'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "simulate" -d 'Simulate people on a session pool: waiting, refusals, sessions over time, cost'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "cost" -d 'Show what pools cost: now, under a profile, for an event, a season or a simulation'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "export" -d 'Write files for cron, systemd, pipelines, Terraform and Bicep'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "init" -d 'Write a pool file to start from'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "profile" -d 'List, show and check profiles'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "size" -d 'Find the smallest scale for the people who come, and what it costs'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "preflight" -d 'Say GO or NO-GO before an event, with reasons'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "rehearse" -d 'Open throwaway sessions as contestants would, measure them, and end them again'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "receipt" -d 'Show what an event was, after it: hours, peak, full minutes, cost'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "doctor" -d 'Check settings, login, role, provider, locks and pools'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "emulator" -d 'Serve an emulator of Azure\'s API for session pools'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "completions" -d 'Print completions for a shell'
complete -c pool -n "__fish_pool_using_subcommand help; and not __fish_seen_subcommand_from create show list scale-up scale-down delete park unpark plan apply extend why next simulate cost export init profile size preflight rehearse receipt doctor emulator completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from export" -f -a "cron" -d 'Lines for a crontab'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from export" -f -a "systemd" -d 'A service and a timer for systemd'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from export" -f -a "github-actions" -d 'A workflow for GitHub Actions, signed in without a secret'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from export" -f -a "kubernetes-cronjob" -d 'A CronJob for Kubernetes, with the pool file and its profiles in it'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from export" -f -a "containerapp-job" -d 'A scheduled job of Azure Container Apps, with the pool file and its profiles in it'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from export" -f -a "terraform" -d 'What keeps Terraform from undoing what pool did: one snippet a pool'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from export" -f -a "bicep" -d 'What keeps Bicep from undoing what pool did: two files a pool'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "list" -d 'List the profiles, the user\'s own and the built-in ones'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "show" -d 'Show a profile\'s file'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "check" -d 'Check profiles, pool files and demand files; report every fault with line and column'
complete -c pool -n "__fish_pool_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "schema" -d 'Print the JSON Schema of a file, for editors'
