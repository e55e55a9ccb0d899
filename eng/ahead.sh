# Sourced by ./aionctl: compiles the assemblies of a build ahead of time (ReadyToRun), which takes a quarter off the work of a start.
# Only when it is asked for: it needs a package that some feeds lack, and makes a first build twice as long.
#   AION_AHEAD=yes   compile ahead

aion_ahead_wanted() { [ "${AION_AHEAD:-}" = yes ]; }

# Whether what was asked for was done, or tried, for the build in FOLDER.
aion_ahead_done() { ! aion_ahead_wanted || [ -f "$1/.ahead" ]; }

# Of which version the compiler is, and where; fails when it is not to be had.
aion_ahead_compiler() {
    local state=$1 folder version limit=env
    # A network that does not answer keeps a restore waiting for minutes.
    if command -v timeout >/dev/null; then limit="timeout 60"; fi
    rm -f "$state/compiler"
    $limit dotnet msbuild "$root/eng/ahead/compiler.proj" -restore -t:Locate -v:q -nologo -p:AnswerFile="$state/compiler" \
        -p:BaseIntermediateOutputPath="$state/obj/" -p:ImportDirectoryBuildProps=false -p:ImportDirectoryBuildTargets=false \
        -p:ImportDirectoryPackagesProps=false </dev/null >"$state/restore.log" 2>&1 && [ -f "$state/compiler" ] || return 1
    { read -r folder && read -r version; } <"$state/compiler"
    [ -d "$folder" ] && echo "$version $folder"
}

# Replaces the assemblies of FOLDER by compiled ones. What was compiled is kept in STATE: only what changed is done again.
aion_compile_ahead() {
    local folder=$1 state=$2 compiler version cache name assembly left=0
    mkdir -p "$state"
    touch "$folder/.ahead"
    if ! read -r version compiler < <(aion_ahead_compiler "$state"); then
        echo "not compiled ahead of time: .NET's Crossgen2 package cannot be restored; see $state/restore.log" >&2
        return 0
    fi
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
        if cmp -s "$assembly" "$cache/$name.source"; then cp "$cache/$name" "$assembly"; else left=$((left + 1)); fi
    done
    [ $left = 0 ] || echo "not compiled ahead of time: $left assemblies; see $state/compile.log" >&2
}

aion_ahead_system() { if [ "$(uname -s)" = Darwin ]; then echo osx; else echo linux; fi; }
