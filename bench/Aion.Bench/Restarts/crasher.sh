# bash crasher.sh STAMPS PIPE: the service whose restart is measured. Writes when it begins, waits for a line from the pipe,
# writes when it ends, and fails. Only builtins: a forked command would be measured, too.
echo "start $EPOCHREALTIME $$" >>"$1"
read -r <>"$2"
echo "end $EPOCHREALTIME $$" >>"$1"
exit 1
