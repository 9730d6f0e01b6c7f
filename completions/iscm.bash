# Completion of iscm in bash. Every candidate comes from the program: `iscm __complete WORDS...`.

_iscm() {
  local line=${COMP_LINE:0:COMP_POINT} rest word i
  local -a words=() # as iscm gets them: bash also cuts words at COMP_WORDBREAKS, as in type=RCP
  rest=$line
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((i == 0)) || [[ $rest == [[:space:]]* ]]; then
      rest=${rest#"${rest%%[![:space:]]*}"}
      words+=("")
    fi
    [[ $rest == "$word"* ]] || word=$rest # the cursor stands within the word
    words[${#words[@]} - 1]+=$word
    rest=${rest#"$word"}
  done
  # A blank between the last word and the cursor begins the next one.
  [[ $rest == [[:space:]]* ]] && words+=("")

  local current=${words[${#words[@]} - 1]}
  # Bash replaces only what follows the last of the characters at which it cuts.
  local kept=${current%"${current##*[$COMP_WORDBREAKS]}"}

  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("${word#"$kept"}")
  done < <("${words[0]}" __complete "${words[@]:1}" 2> /dev/null)

  if ((${#COMPREPLY[@]} > 0)) && [[ ${COMPREPLY[0]} == *= ]]; then
    compopt -o nospace 2> /dev/null
  fi
}

complete -o bashdefault -o default -F _iscm iscm
