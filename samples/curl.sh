#!/bin/sh
# A callback at a time of one's choice: which times are free, book one, find it, move it, call it off.
#
#   sh samples/curl.sh +14155550100
set -eu

number=${1:?give the number to be called, such as +14155550100}
url=${RINGBACK_URL:-http://localhost:8080}
callbacks="$url/genesys/1/service/callback/${RINGBACK_SERVICE:-classic}"

# Sends a request and prints the answer; one that is refused ends the script. The key goes in by standard input:
# what stands on a command line can be read by everybody on the machine.
ask() {
  answered=$(printf 'header = "X-API-Key: %s"\n' "${RINGBACK_KEY:-}" |
    curl --silent --show-error --fail-with-body --config - "$@") || {
    echo "$answered" >&2
    return 1
  }
  echo "$answered"
}

# The first of the quoted values that match, in what was answered.
first() {
  grep -o "\"$1\"" | sed -n "${2:-1}p" | tr -d '"'
}

echo "The next free times, and how many places each has:"
times=$(ask --get "$callbacks/availability" -d number-of-days=1 -d max-time-slots=3)
echo "$times"
soon=$(echo "$times" | first '[0-9T:.-]*Z' 2)
later=$(echo "$times" | first '[0-9T:.-]*Z' 3)

echo "A callback at $soon. Keys with an underscore are ours, the others go to the agent:"
answer=$(ask "$callbacks" --data-urlencode "_customer_number=$number" -d "_desired_time=$soon" \
  -d firstname=Ada -d subject=Billing)
echo "$answer"
id=$(echo "$answer" | first '[0-9a-f]\{32\}')

echo "The callbacks of $number:"
ask --get "$callbacks" --data-urlencode "_customer_number=$number" -d _callback_state=SCHEDULED,QUEUED

echo "Moved to $later:"
ask --request PUT "$callbacks/$id" -H 'Content-Type: application/json' -d "{\"_new_desired_time\": \"$later\"}"
ask --get "$url/genesys/1/service/callback" -d "_id=$id"

echo "Called off:"
ask --request DELETE "$callbacks/$id"
