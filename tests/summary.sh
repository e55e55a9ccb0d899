#!/usr/bin/env bash
# usage: tests/summary.sh count|failures FILE.trx
#   count      "PASSED FAILED SKIPPED" of a result file; "0 0 0" when there is none
#   failures   name, message and stack of every failed test
set -euo pipefail

count() {
    [ -s "$2" ] || { echo "0 0 0"; return; }
    # <Counters total="5" executed="4" passed="3" failed="1" .../>: what was not executed was skipped.
    awk 'function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
        /<Counters / { printf "%d %d %d\n", number("passed"), number("executed") - number("passed"), number("total") - number("executed"); found = 1 }
        END { if (!found) print "0 0 0" }' "$2"
}

failures() {
    [ -s "$2" ] || return 0
    awk '
        function text(s) { gsub(/<[^>]*>/, "", s); gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&apos;/, "\x27", s)
            gsub(/&#xD;/, "", s); gsub(/&#xA;/, "\n", s); gsub(/&amp;/, "\\&", s); sub(/^[ \t]+/, "", s); return s }
        /<UnitTestResult / { failed = / outcome="(Failed|Error|Timeout|Aborted)"/
            if (failed && match($0, / testName="[^"]*"/)) print "\n  FAILED " text(substr($0, RSTART + 11, RLENGTH - 12)) }
        failed && /<Message>/ { shown = "message" }
        failed && /<StackTrace>/ { shown = "stack"; lines = 0 }
        shown == "message" || (shown == "stack" && lines++ < 12) { line = text($0); if (line != "") print "    " line }
        /<\/Message>|<\/StackTrace>/ { shown = "" }
        /<\/UnitTestResult>/ { failed = 0 }' "$2"
}

case ${1:-} in
count | failures) "$1" "$@" ;;
*) echo "usage: $0 count|failures FILE.trx" >&2; exit 2 ;;
esac
