/**
 * Completion for bash. The library's own script needs the package bash-completion, and evaluates what was typed before Enter was
 * pressed; this one needs nothing, hands words on as they are, and leaves files to bash where the command says so.
 */
export const bashScript = `# bash completion for tenantform
_tenantform() {
  local cur=\${COMP_WORDS[COMP_CWORD]} directive=4 out line word
  local -a words=()
  # bash makes a word of the sign in --flag=value
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do [[ $word == = ]] || words+=("$word"); done
  if [[ $cur == = ]]; then cur=; words+=(''); fi
  COMPREPLY=()
  out=$(tenantform complete -- "\${words[@]}" 2>/dev/null) || return
  while IFS= read -r line; do
    case $line in
      :[0-9]*) directive=\${line#:} ;;
      *) line=\${line%%$'\\t'*}
         if [[ -n $line && $line == "$cur"* ]]; then COMPREPLY+=("$(printf %q "$line")"); fi ;;
    esac
  done <<< "$out"
  if ((\${#COMPREPLY[@]} == 0 && (directive & 4) == 0)); then
    local what=-f
    if ((directive & 16)); then what=-d; fi
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen $what -- "$cur")
  fi
}
complete -F _tenantform tenantform
`
