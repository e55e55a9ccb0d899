# Sourced by ./aionctl and tests/run: puts a .NET 10 SDK on PATH, or says what to install.
# AION_DOTNET_PLACES: folders to look in beside PATH, DOTNET_ROOT and ~/.dotnet.
aion_find_dotnet() {
    local candidate places=${AION_DOTNET_PLACES:-/usr/lib/dotnet /usr/share/dotnet /usr/local/share/dotnet /opt/homebrew/bin}
    for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "$HOME/.dotnet/dotnet" ${places// //dotnet }/dotnet; do
        [ -x "$candidate" ] || continue
        "$candidate" --list-sdks 2>/dev/null | grep -q '^10\.' || continue
        candidate=$(readlink -f "$candidate" 2>/dev/null || printf '%s' "$candidate")
        DOTNET_ROOT=$(dirname "$candidate")
        PATH="$DOTNET_ROOT:$PATH"
        export DOTNET_ROOT PATH
        return 0
    done
    cat >&2 <<'MESSAGE'
The .NET 10 SDK is missing. Install it, then run this again:
  Debian, Ubuntu   sudo apt-get install dotnet-sdk-10.0      (or the package feed on https://learn.microsoft.com/dotnet/core/install/linux)
  macOS            brew install --cask dotnet-sdk
  Windows (WSL)    as Debian, Ubuntu
  anywhere         https://dotnet.microsoft.com/download/dotnet/10.0
MESSAGE
    return 1
}
