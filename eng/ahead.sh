# Sourced by ./aionctl: compiles the assemblies of a build ahead of time (ReadyToRun), which takes a quarter off the work of a start.
# Needs a package that some feeds lack; without it the assemblies stay as they are, and the runtime compiles them.
#   AION_AHEAD=no   not at all; nor on a build server (CI), which starts too seldom to gain by it

# Of which version the compiler is, and where; fails when it is not to be had. An absent one is asked for once a day.
aion_ahead_compiler() {
    local state=$1 folder version limit=env
    # A network that does not answer keeps a restore waiting for minutes.
    if command -v timeout >/dev/null; then limit="timeout 60"; fi
    mkdir -p "$state"
    [ -z "$(find "$state/absent" -mtime -1 2>/dev/null)" ] || return 1
    if $limit dotnet msbuild "$root/eng/ahead/compiler.proj" -restore -t:Locate -v:q -nologo -p:AnswerFile="$state/compiler" \
        -p:BaseIntermediateOutputPath="$state/obj/" -p:ImportDirectoryBuildProps=false -p:ImportDirectoryBuildTargets=false \
        -p:ImportDirectoryPackagesProps=false </dev/null >"$state/restore.log" 2>&1 && [ -f "$state/compiler" ]; then
        { read -r folder && read -r version; } <"$state/compiler"
        [ -d "$folder" ] && rm -f "$state/absent" && echo "$version $folder" && return 0
    fi
    touch "$state/absent"
    return 1
}

# Replaces the assemblies of FOLDER by compiled ones. What was compiled is kept in STATE: only what changed is done again.
aion_compile_ahead() {
    local folder=$1 state=$2 compiler version cache name assembly
    [ -z "${CI:-}" ] && [ "${AION_AHEAD:-}" != no ] || return 0
    read -r version compiler < <(aion_ahead_compiler "$state") || return 0
    local run=("$compiler/crossgen2") framework=$DOTNET_ROOT/shared
    [ -x "${run[0]}" ] || run=(dotnet "$compiler/crossgen2.dll")
    cache=$state/$version
    : >"$state/compile.log"
    mkdir -p "$cache"
    for assembly in "$folder"/*.dll; do
        [ -f "$assembly" ] || continue
        name=$(basename "$assembly")
        if ! cmp -s "$assembly" "$cache/$name.source"; then
            rm -f "$cache/$name" "$cache/$name.source"
            "${run[@]}" "$assembly" -o "$cache/$name" -O --targetos "$(aion_ahead_system)" -r "$folder/*.dll" \
                -r "$framework/Microsoft.NETCore.App/$version/*.dll" -r "$framework/Microsoft.AspNetCore.App/$version/*.dll" \
                >>"$state/compile.log" 2>&1 || { rm -f "$cache/$name"; continue; }
            cp "$assembly" "$cache/$name.source"
        fi
    done
    # Only now: what is compiled refers to the others as they were built.
    for assembly in "$folder"/*.dll; do
        name=$(basename "$assembly")
        cmp -s "$assembly" "$cache/$name.source" && cp "$cache/$name" "$assembly"
    done
    return 0
}

aion_ahead_system() { if [ "$(uname -s)" = Darwin ]; then echo osx; else echo linux; fi; }
