#!/usr/bin/env bash
# Makes a base image for the Dockerfile without a registry: the tools and what they need, unpacked
# from the packages of this machine's own distribution (Debian or Ubuntu). Prints the image's name.
# Needs the Docker daemon, apt and the distribution's mirror, but no root. Installs nothing here.
set -euo pipefail
umask 022

packages=(busybox-static gpg gpg-agent libnss3-tools perl-base sqlite3)
# Needed to install packages or to ask a person, neither of which happens in this image.
left_out=(dpkg init-system-helpers pinentry-curses usr-is-merged)

# shellcheck source=/dev/null
codename=$(. /etc/os-release && echo "${VERSION_CODENAME:?this distribution has no code name}")
content=$(sha256sum "${BASH_SOURCE[0]}" | cut -c 1-12)
image=volume-backup-demo-base:$codename-$content

main() {
  if docker image inspect "$image" >/dev/null 2>&1; then
    echo "$image"
    return
  fi

  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  chmod 0755 "$work"  # apt drops to a user of its own for downloads
  download >&2
  unpack >&2
  tar -c --numeric-owner --owner=0 --group=0 -C "$work/root" . \
    | docker import --change 'LABEL org.volume-backup.purpose=demo' - "$image" >/dev/null
  echo "$image"
}

# Lists, archives and the record of what is installed are private ones: by that record there is
# nothing but what is left out, so apt fetches the rest. Other settings, such as a proxy, stay.
download() {
  mkdir -p "$work"/{lists,archives}/partial "$work/sources"
  printf 'Package: %s\nStatus: install ok installed\nVersion: 99\nArchitecture: all\n\n' \
    "${left_out[@]}" >"$work/status"
  distribution_sources
  cat >"$work/apt.conf" <<END
Dir::State "$work";
Dir::State::lists "$work/lists";
Dir::State::status "$work/status";
Dir::Cache "$work";
Dir::Cache::archives "$work/archives";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$work/sources";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Acquire::Languages "none";
Acquire::Retries "3";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
END
  apt-get --config-file "$work/apt.conf" -qq update
  apt-get --config-file "$work/apt.conf" -qq --yes --no-install-recommends --download-only \
    install "${packages[@]}"
}

# Only the distribution's own sources: a third party's may be out of reach.
distribution_sources() {
  local id file
  # shellcheck source=/dev/null
  id=$(. /etc/os-release && echo "$ID")
  file=/etc/apt/sources.list.d/$id.sources
  if [[ -s $file ]]; then
    cp "$file" "$work/sources/"
    return
  fi
  grep -E "^deb .* $codename(-updates|-security)? .*(main|universe)" /etc/apt/sources.list \
    >"$work/sources/$id.list"
}

unpack() {
  local root=$work/root package applet
  mkdir -p "$root"/usr/{bin,sbin,lib,lib64} "$root"/{etc,proc,root,sys,dev,var/lib}
  mkdir -m 1777 "$root/tmp"
  ln -s usr/bin usr/sbin usr/lib usr/lib64 "$root/"

  for package in "$work"/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink --no-same-owner -C "$root" \
      --exclude './usr/share/doc' --exclude './usr/share/man' --exclude './usr/share/locale' \
      --exclude './usr/lib/*/gconv'
  done

  for applet in $("$root/usr/bin/busybox" --list); do
    [[ -e $root/usr/bin/$applet || -e $root/usr/sbin/$applet ]] || ln -s busybox "$root/usr/bin/$applet"
  done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
}

main
