import { shellQuoted } from "../shell-quoted.ts";
import type { shells } from "./shells.ts";

/**
 * What each shell evaluates. They ask `complete` for what may stand at the cursor. Its first line is `files` or
 * `folders` where the shell is to offer paths, and `words` where the other lines hold what to offer, each with a
 * description after a tab.
 */
export const scripts: Readonly<Record<keyof typeof shells, (launcher: string) => string>> = {
  bash,
  zsh,
  fish,
};

/** bash 3.2, macOS's own, knows neither `compopt` nor negative indices: there it offers files instead of folders. */
function bash(launcher: string): string {
  return `# The Tab key completes shipshape in bash.
_shipshape() {
  local words=() word glue= kind line prefix= IFS=$'\\n'
  # Readline has cut the line at every = and : too.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $glue || $word == [=:] ]] && ((\${#words[@]})); then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    [[ $word == [=:] ]] && glue=yes || glue=
  done
  word=\${COMP_WORDS[COMP_CWORD]}
  if [[ $word == = ]] && ((\${#words[@]})); then glue=yes words[\${#words[@]}-1]+==; fi
  if [[ $glue ]]; then words[\${#words[@]}-1]+=\${2#=}; else words+=("$2"); fi
  [[ $2 != --*=* ]] || prefix=\${2%%=*}=
  COMPREPLY=()
  {
    read -r kind
    case $kind in
      words) compopt +o default 2>/dev/null ;;
      folders) compopt -o dirnames 2>/dev/null ;;
    esac
    while read -r line; do COMPREPLY+=("$prefix\${line%%$'\\t'*}"); done
  } < <(${shellQuoted(launcher)} complete -- "\${words[@]}" 2>/dev/null)
}
complete -o default -F _shipshape shipshape
`;
}

function zsh(launcher: string): string {
  return `# The Tab key completes shipshape in zsh.
_shipshape() {
  local -a answer=("\${(@f)$(${shellQuoted(launcher)} complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  local kind=$answer[1] tab=$'\\t'
  shift answer
  compset -P '--*='
  case $kind in
    files) _files ;;
    folders) _files -/ ;;
    words) answer=("\${(@)answer/$tab/:}") && _describe shipshape answer ;;
  esac
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _shipshape shipshape
`;
}

function fish(launcher: string): string {
  return `# The Tab key completes shipshape in fish.
function __shipshape_words
    set --local before (commandline --current-process --tokenize --cut-at-cursor)
    set --local typed (commandline --current-token --cut-at-cursor)
    # A quote that is still open is closed first, or nothing would be read.
    set --local plain (string unescape -- $typed $typed\\" $typed\\')[1]
    set --local prefix (string match --regex -- '^--[^=]*=' $typed; or echo)
    set --local answer (${fishQuoted(launcher)} complete -- $before[2..] "$plain" 2>/dev/null)
    # Without a command, fish offers paths; it quotes them when it puts one in.
    set --local path "'' "(string replace -- "$prefix" '' "$typed")
    switch "$answer[1]"
        case files
            string join \\n -- $prefix(complete --do-complete $path)
        case folders
            string join \\n -- $prefix(complete --do-complete $path | string match '*/')
        case words
            string join \\n -- $prefix$answer[2..]
    end
end
complete --command shipshape --no-files --arguments '(__shipshape_words)'
`;
}

const fishQuoted = (path: string) => `'${path.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
