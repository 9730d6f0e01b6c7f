#compdef iscm
# Completion of iscm in zsh. Every candidate comes from the program: `iscm __complete WORDS...`.

_iscm() {
  local -a candidates open
  candidates=(${(f)"$($words[1] __complete ${(Q)words[2,CURRENT-1]} "${(Q)PREFIX}" 2> /dev/null)"})
  if (( ! $#candidates )); then
    _files
    return
  fi
  open=(${(M)candidates:#*=})
  candidates=(${candidates:#*=})
  # Case and punctuation were matched by the program; after = more is to be typed.
  (( $#open )) && compadd -U -S '' -- $open
  (( $#candidates )) && compadd -U -- $candidates
}

# Loaded from a folder of fpath, it is called at once; read with `source`, it is registered.
if [[ $funcstack[1] == _iscm ]]; then
  _iscm "$@"
else
  compdef _iscm iscm
fi
