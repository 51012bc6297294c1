/**
 * The shell program in the helper. Volumes are mounted at `/v/NUMBER/volume`, so that every name in an archive begins
 * with `volume/` and the root's own owner, mode and time are in it.
 *
 * `serve` reads one job a line (`ID VERB ARGUMENTS`) from its input until that is closed, and answers on its output with
 * the messages of the tools, `!open` once both ends of a pipe are held, `!exit NAME STATUS` for each tool of a pipeline,
 * and `=ID STATUS` at the end of the job. Other verbs do one job, with the bytes on standard input or output.
 * Arguments are numbers and words of ours; patterns of the user arrive in the environment, never as program text.
 */
export const helperScript = `
set -u
flushing=
export LC_ALL=C PATH=/bin

# In records as large as a pipe is: tar's own are of 10 KiB, and so is then every read and every write.
create() {
  eval "excluded=\\\${EXCLUDE_$1-}"
  printf '%s' "$excluded" | tar -c --blocking-factor=128 -C "/v/$1" --format=posix \\
    --pax-option='exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' --sort=name --sparse --numeric-owner \\
    --acls --xattrs --xattrs-include='*' --xattrs-exclude=security.selinux --quoting-style=escape \\
    --anchored --wildcards --wildcards-match-slash --exclude-from=- volume
}

# VOLUME FORMAT LEVEL
pack() {
  if [ "$2" = zstd ]; then
    { create "$1"; echo "!exit tar $?" >&2; } | zstd -q -c -T0 "-$3" --check
    echo "!exit zstd $?" >&2
  else
    create "$1"
    echo "!exit tar $?" >&2
  fi
}

# VOLUME LAYOUT
unpack() {
  where=/v/$1
  [ "$2" = dot ] && where=/v/$1/volume
  # From a pipe it would read 10 KiB at a time, and write as little.
  tar -x --read-full-records --blocking-factor=512 -C "$where" --numeric-owner --same-owner --preserve-permissions --acls --xattrs --xattrs-include='*' --quoting-style=escape
  status=$?
  echo "!exit tar $status" >&2
  cat >/dev/null
}

# Gives the root of VOLUME the plain attributes of a folder of the image: what comes in would take its group and its
# default ACL, and modes that are set before then are not as they were.
bare() {
  tar -c -C / --format=posix --no-recursion --mode=0755 --transform='s,.*,volume,' bin |
    tar -x -C "/v/$1" --numeric-owner --same-owner --preserve-permissions --acls
}

# Begins to write what was changed to the disk; settle waits for it.
flush() {
  sync -f "$1" &
  flushing="$flushing $!"
}

settle() {
  for process in $flushing; do wait "$process" || return; done
  flushing=
}

job() {
  verb=$1
  shift
  case $verb in
    probe) cat /share/probe >/share/echo ;;
    pack-file) pack "$1" "$2" "$3" >"/share/$4" ;;
    pack-pipe) exec 5>/share/pipe; echo '!open'; pack "$1" "$2" "$3" >&5; exec 5>&- ;;
    pack) pack "$1" "$2" "$3" ;;
    unpack-pipe) exec 5</share/pipe; echo '!open'; unpack "$1" "$2" <&5; exec 5<&-; flush "/v/$1/volume" ;;
    unpack) unpack "$1" "$2"; sync -f "/v/$1/volume" ;;
    copy) bare "$2" && cp -a "/v/$1/volume/." "/v/$2/volume/" && flush "/v/$2/volume" ;;
    settle) settle ;;
    wipe) find "/v/$1/volume" -mindepth 1 -xdev -delete ;;
    free) df -PB1 "/v/$1/volume" ;;
    used) du -sxB1 "/v/$1/volume" ;;
    *) echo "unknown verb $verb" >&2; false ;;
  esac
}

if [ "$1" != serve ]; then
  job "$@"
  exit $?
fi
while read -r id line; do
  job $line 2>&1
  echo "=$id $?"
done
`
