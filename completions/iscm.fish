# Completion of iscm in fish. Every candidate comes from the program: `iscm __complete WORDS...`.

function __iscm_candidates
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l found (command $words[1] __complete $words[2..-1] "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$current"
    end
end

complete --command iscm --no-files --arguments '(__iscm_candidates)'
