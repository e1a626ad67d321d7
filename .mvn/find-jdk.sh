# shellcheck shell=sh
# Sourced by ./mvnw and ./petty: points JAVA_HOME at a JDK of at least 25, or says in one line that there is none.
# Looked at in this order: JAVA_HOME, java on the PATH, the usual folders of Linux, macOS and SDKMAN.
WANTED=25

java_major() {
  [ -x "$1/bin/javac" ] || return 1
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
  fi
}

is_new_enough() {
  found=$(java_major "$1") || return 1
  [ -n "$found" ] && [ "$found" -ge "$WANTED" ] 2>/dev/null
}

on_path=$(command -v java 2>/dev/null || true)
if [ -n "$on_path" ]; then
  on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
  on_path=${on_path%/bin/java}
fi
mac_home=$(/usr/libexec/java_home -v "$WANTED+" 2>/dev/null || true)

jdk=
for candidate in "${JAVA_HOME:-}" "$on_path" "$mac_home" /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME:-}"/.sdkman/candidates/java/* \
  "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  if [ -n "$candidate" ] && is_new_enough "$candidate"; then
    jdk=$candidate
    break
  fi
done
if [ -z "$jdk" ]; then
  echo "Petty needs a JDK $WANTED or newer and found none: install one (for example Temurin $WANTED) or point JAVA_HOME at it." >&2
  exit 1
fi
JAVA_HOME=$jdk
export JAVA_HOME
